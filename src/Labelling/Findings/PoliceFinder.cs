using ReportingService.Core.Labels;
using ReportingService.Core.Places;
using ReportingService.Labelling.Lexicons;
using ReportingService.Labelling.Model;
using ReportingService.Labelling.Places;

namespace ReportingService.Labelling.Findings;

/// <summary>
/// Whether police are complained of, or are a target, a witness, an impostor's costume; which units are named.
/// Threat: a complaint read as anything else reaches those it is about. In doubt it is a complaint.
/// </summary>
internal sealed class PoliceFinder
{
    private readonly MunicipalityDirectory municipalities;
    private readonly Gazetteer gazetteer;
    private readonly int any, subject, target, witness, fake, discipline, crime, actor, abuse, soft, insider, slow, strict, flagTie, flagAsk, tie;
    private readonly (string Unit, int Concept)[] units;

    public PoliceFinder(Lexicon lexicon, Gazetteer gazetteer, MunicipalityDirectory municipalities)
    {
        this.municipalities = municipalities;
        this.gazetteer = gazetteer;
        any = lexicon.Concept("police.any");
        subject = lexicon.Concept("police.subject");
        target = lexicon.Concept("police.target");
        witness = lexicon.Concept("police.witness");
        fake = lexicon.Concept("police.fake");
        discipline = lexicon.Concept("police.discipline");
        crime = lexicon.Concept("police.crime");
        actor = lexicon.Concept("police.actor");
        abuse = lexicon.Concept("police.abuse");
        flagTie = lexicon.Concept("flag.conflict_of_interest");
        flagAsk = lexicon.Concept("flag.excluded_unit_requested");
        tie = lexicon.Concept("flag.conflict_of_interest.a");
        strict = lexicon.Concept("police.strict");
        slow = lexicon.Concept("police.slow");
        soft = lexicon.Concept("police.soft");
        insider = lexicon.Concept("flag.possible_insider");
        units = [.. lexicon.Names.Where(n => n.StartsWith("unit.", StringComparison.Ordinal)).Select(n => (n["unit.".Length..], lexicon.Concept(n)))];
    }

    /// <summary>Whether one of the bodies that reports are protected to stands there; of the others some are called like petrol stations.</summary>
    public bool NamesBody(Matches matches) => units.Any(unit => unit.Unit is "PIK" or "DIIBC" or "HELPLINE" && matches.Any(unit.Concept));

    public PoliceFinding Find(Matches matches, PlaceFinding place, bool ticked, bool danger, Reading? reading)
    {
        var complaints = matches.Of(subject).Where(m => !Excused(m, matches)).ToList();
        complaints.AddRange(Acting(matches));
        var weight = complaints.Sum(c => c.Weight);
        var plain = complaints.Exists(c => c.Weight >= 1);

        // The model reads a complaint where no phrase of one fits: every word for police is taken as the one complained of. Police who are
        // only called or told are as good as not named.
        var doubt = !plain && reading is not null && Weighing.MayComplain(reading, matches.Of(any).Any(who => !Covered(who, witness, matches)));
        if (danger && !ticked && !complaints.Exists(c => matches.Of(crime).Any(m => !m.Negated && Near(c, m))) && !Weighing.IsComplaintForSure(reading))
        {
            // Help is needed first, and slowness or silence keeps nobody from it. Who may be the danger is not told.
            return PoliceFinding.None with { NearDanger = complaints.Count == 0 && (doubt || Strike(matches)) };
        }

        if (complaints.Count == 0 && !(reading is not null && Weighing.OnlyNamed(reading)))
        {
            complaints.AddRange(Named(matches));
        }

        if (complaints.Count == 0 && doubt)
        {
            complaints.AddRange(matches.Of(any));
        }

        if (complaints.Count == 0 && !doubt && !ticked)
        {
            return PoliceFinding.None;
        }

        var own = matches.Of(crime).Count(m => !m.Negated && complaints.Exists(c => Near(c, m)));
        var manners = matches.Of(discipline).Count(m => complaints.Count == 0 || complaints.Exists(c => c.Sentence == m.Sentence || Near(c, m)));
        var slow = complaints.Count > 0 && complaints.TrueForAll(c => c.Weight < 1);
        var isOfManners = !danger && ((own == 0 && (slow || Weighing.IsOfManners(reading, manners > 0))) || Weighing.IsOfMannersForSure(reading));
        return new PoliceFinding(complaints.Count > 0 || doubt, false, weight, isOfManners ? MisconductKind.Discipline : MisconductKind.Crime, Units(matches, place, complaints, ticked));
    }

    // Police and right behind them what police must not do: "the patrol is kicking a boy".
    private bool Strike(Matches matches)
        => matches.Of(any).Concat(matches.Of(strict)).Any(who => !Covered(who, witness, matches) && !Covered(who, target, matches) && !Covered(who, soft, matches)
            && matches.Of(crime).Any(what => !what.Negated && what.Sentence == who.Sentence && what.First - who.Last is > 0 and <= 10));

    // Police who act and, later in the same sentence or just before, something that police must not do.
    private IEnumerable<Match> Acting(Matches matches)
    {
        foreach (var call in matches.Of(witness))
        {
            foreach (var answer in matches.Of(slow))
            {
                if (answer.Sentence == call.Sentence && answer.First > call.Last)
                {
                    yield return call with { Last = answer.Last, Weight = 0.9, Negated = false };
                }
            }
        }

        foreach (var who in matches.Of(actor))
        {
            // Called and slow or rude is a complaint too; called and nothing more is not.
            var called = Covered(who, witness, matches);
            if (Covered(who, target, matches) || Covered(who, insider, matches) || Covered(who, soft, matches) || matches.Of(fake).Any(m => m.Sentence == who.Sentence))
            {
                continue;
            }

            foreach (var what in called ? matches.Of(discipline) : matches.Of(abuse).Concat(matches.Of(discipline)))
            {
                if (what.Sentence == who.Sentence && what.First - who.Last <= 14 && who.First - what.Last <= 3 && !(what.Negated && what.Concept == abuse))
                {
                    yield return who with { First = Math.Min(who.First, what.First), Last = Math.Max(who.Last, what.Last), Negated = false };
                }
            }
        }
    }

    // Threat: an unknown wording of a complaint. Police named as the ones who act, and not excused, are complained of.
    private IEnumerable<Match> Named(Matches matches)
        => matches.Of(strict).Where(who => !Covered(who, witness, matches) && !Covered(who, target, matches) && !Covered(who, insider, matches)
            && !matches.Of(soft).Any(s => Overlap(s, who)) && !matches.Of(fake).Any(m => m.Sentence == who.Sentence)
            && !matches.Of(flagTie).Any(m => Overlap(m, who)) && !matches.Of(flagAsk).Any(m => m.Sentence == who.Sentence) && !matches.Of(tie).Any(m => m.Sentence == who.Sentence)
            && !matches.Of(target).Any(m => m.Sentence == who.Sentence));

    private static bool Covered(Match who, int concept, Matches matches) => matches.Of(concept).Any(m => m.First <= who.First && who.First <= m.Last);

    /// <summary>Units named in a text, completed with the municipality beside them.</summary>
    public List<string> Units(Matches matches, PlaceFinding place, IReadOnlyList<Match> near, bool everywhere)
    {
        var found = new List<string>();
        foreach (var (unit, concept) in units)
        {
            foreach (var match in matches.Of(concept))
            {
                // The Inspectorate as addressee is not complained of.
                var concerned = near.Any(c => unit is "PIK" or "DIIBC" or "HELPLINE"
                        ? c.First <= match.Last && match.First <= c.Last
                        : Math.Abs(c.Sentence - match.Sentence) <= 1)
                    || (everywhere && unit is not ("PIK" or "DIIBC" or "HELPLINE"));
                if (concerned)
                {
                    Complete(unit, match, matches, place, found);
                }
            }
        }

        // A crossing may be named for where it was: the station there is taken to be concerned as well.
        if (found.TrueForAll(IsBorder) && place.Municipality is { } slug && (near.Count > 0 || everywhere))
        {
            found.Add(municipalities.Find(slug)!.Station);
        }

        return found;
    }

    /// <summary>Whether a code is that of the border police, of a region or as a whole.</summary>
    public static bool IsBorder(string unit) => unit == "BORDER" || unit.StartsWith("BORDER_", StringComparison.Ordinal);

    private void Complete(string unit, Match match, Matches matches, PlaceFinding place, List<string> found)
    {
        IReadOnlyList<string?> near = gazetteer.Near(matches, match.Last, 6);
        foreach (var slug in near.Count > 0 ? near : [place.Municipality])
        {
            Add(unit, slug, place, found);

            // Threat: who writes "Mitrovica" may mean either; a complaint about the one must not reach it through the other.
            if (Gazetteer.Namesake(slug) is { } namesake)
            {
                Add(unit, namesake, place, found);
            }
        }
    }

    private void Add(string unit, string? slug, PlaceFinding place, List<string> found)
    {
        var municipality = municipalities.Find(slug);
        var region = municipality?.Region ?? place.Region;
        var code = unit switch
        {
            "PS" => municipality?.Station,
            "DVU" => municipality is null ? "DVU" : $"DVU_{municipality.Station["PS_".Length..]}",
            "RIS" or "RRTU" or "BORDER" => region is null ? unit : $"{unit}_{region}",
            "RPD" => region is null ? null : $"RPD_{region}",
            _ => unit,
        };
        if (code is not null && !found.Contains(code))
        {
            found.Add(code);
        }
    }

    // Words that a pattern of complaint shares with "attacked the police", "called the police", "dressed as police".
    private bool Excused(Match complaint, Matches matches)
        => complaint.Negated && complaint.Weight >= 1
           || matches.Of(fake).Any(m => m.Sentence == complaint.Sentence)
           || Covered(complaint, insider, matches)
           || matches.Of(target).Any(m => Overlap(m, complaint))
           || (complaint.Weight < 1 || complaint.Last - complaint.First <= 1 ? false : matches.Of(witness).Any(m => m.First <= complaint.First && Overlap(m, complaint) && m.Last >= complaint.First && CoversPolice(m, complaint, matches)));

    // The only police word of the complaint belongs to the call.
    private bool CoversPolice(Match call, Match complaint, Matches matches)
        => matches.Of(any).Where(p => p.First >= complaint.First && p.First <= complaint.Last).All(p => p.First >= call.First && p.First <= call.Last);

    private static bool Overlap(Match a, Match b) => a.First <= b.Last && b.First <= a.Last;

    private static bool Near(Match complaint, Match other)
        => other.Sentence == complaint.Sentence || (other.First > complaint.Last && other.First - complaint.Last <= 25) || (complaint.First > other.Last && complaint.First - other.Last <= 12);
}

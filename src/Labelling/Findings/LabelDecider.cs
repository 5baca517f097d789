using ReportingService.Core.Labels;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Labelling.Lexicons;
using ReportingService.Labelling.Model;
using ReportingService.Labelling.Places;
using ReportingService.Labelling.Text;

namespace ReportingService.Labelling.Findings;

/// <summary>Brings the findings together: category, urgency, flags, signs, units that must not get it, contradictions.</summary>
internal sealed class LabelDecider
{
    private readonly Lexicon lexicon;
    private readonly PoliceFinder police;
    private readonly CategoryFinder categories;
    private readonly DangerFinder danger;
    private readonly (int Concept, int Not)[] flags;
    private readonly (Sign Sign, int Concept)[] signs;
    private readonly int first, third, recent, economicNot, datedHabit, policeAny, noPolice, past;

    public LabelDecider(Lexicon lexicon, PoliceFinder police)
    {
        this.lexicon = lexicon;
        this.police = police;
        categories = new CategoryFinder(lexicon);
        danger = new DangerFinder(lexicon);
        flags = [.. Heads.Flags.Select(f => (lexicon.Concept("flag." + Codes.Of(f)), lexicon.Concept($"flag.{Codes.Of(f)}.not")))];
        signs = [.. Enum.GetValues<Sign>().Select(s => (s, lexicon.Concept("sign." + Codes.Of(s)))).Where(s => s.Item2 >= 0)];
        first = lexicon.Concept("person.first");
        third = lexicon.Concept("person.third");
        recent = lexicon.Concept("time.recent");
        economicNot = lexicon.Concept("sign.economic.not");
        datedHabit = lexicon.Concept("flag.event_dated.habit");
        past = lexicon.Concept("time.past");
        policeAny = lexicon.Concept("police.any");
        noPolice = lexicon.Concept("sign.no_police");
    }

    /// <summary>Whether any word for police stands there.</summary>
    public bool NamesPolice(Matches matches) => matches.Any(policeAny);

    /// <summary>Whether a body that reports are protected to stands there.</summary>
    public bool NamesBody(Matches matches) => police.NamesBody(matches);

    public ReportLabels Decide(PlainFoldedText text, Matches matches, PlaceFinding place, ReportTicks ticks, Reading? reading)
    {
        var scores = categories.Find(matches);
        var dangerNow = danger.IsNow(text, matches) || (reading is not null && reading.DangerNow >= (danger.IsOver(text, matches) ? Weighing.DangerForSure : Weighing.Danger));
        var contradictions = new List<Contradiction>(place.Contradictions);
        if (!dangerNow && HasNoTick(ticks) && Weighing.IsRubbishForSure(reading) && !Weighing.IsComplaintForSure(reading) && !Protects(scores, matches, place))
        {
            return Rubbish(matches, place, reading, contradictions);
        }

        var complaint = police.Find(matches, place, ticks.AboutPolice || ticks.ConcernedUnit is not null, dangerNow, reading);
        var found = Flags(matches, ticks, complaint, scores, reading);
        var seen = Signs(matches, reading);
        var (category, source) = Category(scores, text, ticks, complaint, dangerNow, found, contradictions, reading);
        if (category is Core.Vocabulary.Category.Spam or Core.Vocabulary.Category.InformationRequest && source != LabelSource.Ticked)
        {
            dangerNow = false;
        }

        if (dangerNow)
        {
            seen.Add(Sign.DangerNow);
            found.Add(ReportFlag.InProgress);
        }

        // Threat: officers of a crossing who are paid are insiders of the border, whatever else the text is.
        if (complaint is { Subject: true, Kind: MisconductKind.Crime } && complaint.Units.Any(PoliceFinder.IsBorder))
        {
            found.Add(ReportFlag.PossibleInsider);
        }

        var emergency = dangerNow || ticks.Category == Core.Vocabulary.Category.Emergency;
        if (category is null || contradictions.Count > 0)
        {
            seen.Add(Sign.NeedsPerson);
        }

        var person = Person(matches, reading);

        // Threat: a victim's own report read as somebody else's reaches police. In few words, first person and nobody else named: the victim.
        var ofTheHelpline = category is Core.Vocabulary.Category.DomesticViolence or Core.Vocabulary.Category.Trafficking;
        if (ofTheHelpline && (reading is { IsOfFewWords: false } ? Weighing.MayBeTheVictim(reading) : person != WriterPerson.Third && matches.Of(first).Count > 0))
        {
            found.Add(ReportFlag.VictimSelf);
        }
        else if (ofTheHelpline && !ticks.Victim && reading is { IsOfFewWords: false })
        {
            found.Remove(ReportFlag.VictimSelf);
        }

        // Seldom does somebody write as a victim and for another: the much less likely one goes, and in doubt both stay.
        if (found.Contains(ReportFlag.VictimSelf) && found.Contains(ReportFlag.ThirdParty))
        {
            if (!ticks.Victim && !ofTheHelpline && Weighing.IsRatherForAnother(reading))
            {
                found.Remove(ReportFlag.VictimSelf);
            }
            else if (ticks.Victim || Weighing.IsRatherTheVictim(reading))
            {
                found.Remove(ReportFlag.ThirdParty);
            }
        }

        if (category is { } decided && Implied(decided) is { } implied)
        {
            found.Add(implied);
        }

        var refused = Refused(matches, place, found, complaint);
        if (seen.Contains(Sign.NoPolice))
        {
            found.Add(ReportFlag.ExcludedUnitRequested); // all of them; the sign bars each
        }

        return new ReportLabels
        {
            Category = category,
            CategorySource = source,
            Urgency = emergency ? Urgency.Emergency : Urgency.None,
            Flags = [.. found.Order()],
            Signs = [.. seen.Order()],
            Municipality = place.Municipality,
            Region = place.Region,
            PlaceLayer = place.Layer,
            ConcernedUnits = complaint.Units,
            RefusedUnits = refused,
            Misconduct = complaint.Kind,
            Person = found.Contains(ReportFlag.VictimSelf) ? WriterPerson.First : person,
            Ticks = ticks,
            Contradictions = contradictions,
        };
    }

    // Into quarantine, from where a person can take it back. What its words would mean in a report, they do not mean here.
    private ReportLabels Rubbish(Matches matches, PlaceFinding place, Reading? reading, List<Contradiction> contradictions) => new()
    {
        Category = Core.Vocabulary.Category.Spam,
        CategorySource = LabelSource.Model,
        Flags = [.. Heads.Flags.Where(flag => flag is ReportFlag.InjectionAttempt or ReportFlag.PiiInText && Weighing.Holds(flag, IsSaid(flag, matches), reading))],
        Municipality = place.Municipality,
        Region = place.Region,
        PlaceLayer = place.Layer,
        Contradictions = contradictions,
    };

    // Threat: what a phrase keeps from somebody is told to whoever reads the quarantine, and once taken back it is routed without it.
    private bool Protects(CategoryScores scores, Matches matches, PlaceFinding place)
        => police.Find(matches, place, false, false, null).Weight >= 1 || IsSaid(ReportFlag.ExcludedUnitRequested, matches) || IsSaid(ReportFlag.ConflictOfInterest, matches)
            || matches.Any(noPolice) || scores[Core.Vocabulary.Category.DomesticViolence] >= 2 || scores[Core.Vocabulary.Category.Trafficking] >= 2;

    private static bool HasNoTick(ReportTicks ticks)
        => ticks is { Category: null, ConcernedUnit: null, AboutPolice: false, InProgress: false, Victim: false, Child: false, HelplineOnly: false };

    private static (Category? Category, LabelSource Source) Category(
        CategoryScores scores, PlainFoldedText text, ReportTicks ticks, PoliceFinding complaint, bool dangerNow, SortedSet<ReportFlag> found, List<Contradiction> contradictions, Reading? reading)
    {
        var lexical = Lexical(scores, text, ticks, complaint, dangerNow, found);
        var (written, source) = (dangerNow && !ticks.HelplineOnly) || reading is null
            ? (lexical, LabelSource.Lexicon)
            : Weighing.Of(scores, reading, lexical, complaint, found);
        if (ticks.Category is { } ticked)
        {
            if (written is { } other && other != ticked && other != Core.Vocabulary.Category.Emergency)
            {
                contradictions.Add(new Contradiction("category", Codes.Of(ticked), Codes.Of(other)));
            }

            // What the text shows to be more protected or more dangerous stands above the tick. Threat: a victim beaten at home ticks "child
            // exploitation" or "robbery", and the report goes to the police instead of the helpline.
            var protects = written is Core.Vocabulary.Category.DomesticViolence or Core.Vocabulary.Category.Trafficking && found.Contains(ReportFlag.VictimSelf);
            return protects || written is Core.Vocabulary.Category.PoliceMisconduct or Core.Vocabulary.Category.Emergency ? (written, LabelSource.Lexicon) : (ticked, LabelSource.Ticked);
        }

        if (ticks.AboutPolice && written is not Core.Vocabulary.Category.PoliceMisconduct)
        {
            if (written is { } other && other != Core.Vocabulary.Category.Emergency)
            {
                contradictions.Add(new Contradiction("about_police", "police_misconduct", Codes.Of(other)));
            }

            return (Core.Vocabulary.Category.PoliceMisconduct, LabelSource.Ticked);
        }

        return (written, written is null ? LabelSource.Nothing : source);
    }

    // What a category says by itself.
    private static ReportFlag? Implied(Category category) => category switch
    {
        Core.Vocabulary.Category.DomesticViolence => ReportFlag.DomesticViolence,
        Core.Vocabulary.Category.HateCrime => ReportFlag.HateCrime,
        Core.Vocabulary.Category.ViolenceJournalist => ReportFlag.Journalist,
        Core.Vocabulary.Category.ChildExploitation or Core.Vocabulary.Category.SchoolViolence => ReportFlag.Child,
        _ => null,
    };

    private static Category? Lexical(CategoryScores scores, PlainFoldedText text, ReportTicks ticks, PoliceFinding complaint, bool dangerNow, SortedSet<ReportFlag> found)
    {
        var (best, weight) = scores.Best(c => c is not (Core.Vocabulary.Category.Spam or Core.Vocabulary.Category.InformationRequest));
        if (best == Core.Vocabulary.Category.DomesticViolence && scores[Core.Vocabulary.Category.SchoolViolence] is >= 2 and var school && weight <= school + 1.5)
        {
            // A child beaten by classmates is no violence in the family, though "my son" and "beat" stand together.
            (best, weight) = (Core.Vocabulary.Category.SchoolViolence, school);
        }

        var asks = scores[Core.Vocabulary.Category.InformationRequest];
        var spam = scores[Core.Vocabulary.Category.Spam];
        return complaint.Subject ? Core.Vocabulary.Category.PoliceMisconduct
            : dangerNow && !ticks.HelplineOnly ? Core.Vocabulary.Category.Emergency
            : weight >= 1.2 && weight >= asks && weight >= scores.OtherViolence ? best
            : scores.OtherViolence >= 1 ? Core.Vocabulary.Category.Robbery
            : asks >= 1.5 && asks > weight ? Core.Vocabulary.Category.InformationRequest
            : weight > 0 && spam < 2.5 ? best
            : IsSpam(spam, text, found) ? Core.Vocabulary.Category.Spam
            : asks > 0 ? Core.Vocabulary.Category.InformationRequest
            : null;
    }

    // Threat: a real report in quarantine. Only the plainest rubbish goes there, and nothing with a word of any category.
    private static bool IsSpam(double spam, PlainFoldedText text, SortedSet<ReportFlag> found)
        => (spam >= 2.5 && found.Count == 0) || (spam >= 1.2 && text.Tokens.Count <= 4) || text.Letters < 3;

    private SortedSet<ReportFlag> Flags(Matches matches, ReportTicks ticks, PoliceFinding complaint, CategoryScores scores, Reading? reading)
    {
        var found = new SortedSet<ReportFlag>();
        foreach (var flag in Heads.Flags)
        {
            if (Weighing.Holds(flag, IsSaid(flag, matches), reading))
            {
                found.Add(flag);
            }
        }

        if (found.Contains(ReportFlag.EventDated) && matches.Any(past) && reading?.Of(ReportFlag.EventDated) < 0.05)
        {
            found.Remove(ReportFlag.EventDated); // "on Saturday" of a report about last Saturday
        }

        Set(ReportFlag.SubjectIsPolice, complaint.Subject || ticks.AboutPolice);
        Set(ReportFlag.VictimSelf, ticks.Victim || found.Contains(ReportFlag.VictimSelf));
        Set(ReportFlag.Child, ticks.Child || found.Contains(ReportFlag.Child));
        Set(ReportFlag.InProgress, ticks.InProgress || found.Contains(ReportFlag.InProgress));
        Set(ReportFlag.DomesticViolence, scores[Core.Vocabulary.Category.DomesticViolence] >= 2 || found.Contains(ReportFlag.DomesticViolence));
        return found;

        void Set(ReportFlag flag, bool yes)
        {
            if (yes)
            {
                found.Add(flag);
            }
            else
            {
                found.Remove(flag);
            }
        }
    }

    private SortedSet<Sign> Signs(Matches matches, Reading? reading)
    {
        var seen = new SortedSet<Sign>();
        foreach (var (sign, concept) in signs)
        {
            if (matches.Any(concept) || Together(matches, "sign." + Codes.Of(sign)))
            {
                seen.Add(sign);
            }
        }

        for (var head = Heads.FirstSign; head < Heads.Discipline; head++)
        {
            if (reading is not null && reading.Of(Heads.Signs[head - Heads.FirstSign]) >= Weighing.SignFrom(head, reading))
            {
                seen.Add(Heads.Signs[head - Heads.FirstSign]);
            }
        }

        if (matches.Any(recent))
        {
            seen.Add(Sign.Recent);
        }

        if (matches.Any(economicNot))
        {
            seen.Remove(Sign.Economic);
        }

        return seen;
    }

    private bool Together(Matches matches, string name) => matches.Together(lexicon.Concept(name + ".a"), lexicon.Concept(name + ".b"));

    private WriterPerson Person(Matches matches, Reading? reading)
        => matches.Of(third).Count > 0 || Weighing.IsForAnother(IsSaid(ReportFlag.ThirdParty, matches), reading) || Weighing.IsOfSomebodyElse(reading) ? WriterPerson.Third
            : matches.Of(first).Count > 0 ? WriterPerson.First
            : WriterPerson.Unclear;

    /// <summary>Whether a phrase says that a flag holds, and none that it does not.</summary>
    private bool IsSaid(ReportFlag flag, Matches matches)
    {
        var (concept, not) = flags[(int)flag];
        return (matches.Any(concept) || Together(matches, "flag." + Codes.Of(flag))) && !(not >= 0 && matches.Any(not)) && !(flag == ReportFlag.EventDated && IsHabit(matches, concept));
    }

    private bool IsHabit(Matches matches, int dated) => matches.Any(datedHabit) && matches.Of(dated).Count(m => !m.Negated) <= matches.Of(datedHabit).Count;

    private List<string> Refused(Matches matches, PlaceFinding place, SortedSet<ReportFlag> found, PoliceFinding complaint)
    {
        if (complaint.NearDanger)
        {
            return [Exclusion.LocalPolice];
        }

        var asked = found.Contains(ReportFlag.ExcludedUnitRequested) || (found.Contains(ReportFlag.ConflictOfInterest) && matches.Of(policeAny).Count > 0);
        if (!asked || complaint.Subject)
        {
            return [];
        }

        var near = matches.Of(lexicon.Concept("flag.excluded_unit_requested")).Concat(matches.Of(lexicon.Concept("flag.conflict_of_interest"))).ToList();
        // Threat: refused in words that no phrase fits. Every unit named anywhere, and all local police besides.
        return near.Count == 0 ? [.. police.Units(matches, place, near, true), Exclusion.LocalPolice]
            : police.Units(matches, place, near, false) is { Count: > 0 } units ? units
            : [Exclusion.LocalPolice];
    }
}

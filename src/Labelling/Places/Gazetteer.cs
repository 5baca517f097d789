using ReportingService.Core.Labels;
using ReportingService.Core.Places;
using ReportingService.Labelling.Lexicons;
using ReportingService.Labelling.Text;

namespace ReportingService.Labelling.Places;

/// <summary>
/// Finds the municipality of a report: pin in polygon, then a settlement unique within the stated municipality, then the
/// municipality, then the region, else a question. A name that several municipalities have never decides alone.
/// </summary>
internal sealed class Gazetteer
{
    // "the station in Ferizaj or that in Prizren": so many words from one name to the next.
    private const int Joined = 5;
    private readonly MunicipalityDirectory municipalities;
    private readonly Polygons polygons;
    private readonly Settlements settlements;
    private readonly (string Slug, int Concept)[] written;
    private readonly (string Slug, int Concept)[] capital;
    private readonly int within, from, towards, village, region, common, and, beside;

    public Gazetteer(MunicipalityDirectory municipalities, Polygons polygons, Settlements settlements, Lexicon lexicon)
    {
        this.municipalities = municipalities;
        this.polygons = polygons;
        this.settlements = settlements;
        written = [.. municipalities.All.Select(m => (m.Slug, lexicon.Concept("place." + m.Slug)))];
        capital = [.. municipalities.All.Select(m => (m.Slug, lexicon.Concept($"place.{m.Slug}.capital"))).Where(c => c.Item2 >= 0)];
        if (written.FirstOrDefault(w => w.Concept < 0) is { Slug: { } missing })
        {
            throw new InvalidDataException($"lexicons: there is no section [place.{missing}].");
        }

        within = lexicon.Concept("place.cue.in");
        from = lexicon.Concept("place.cue.from");
        towards = lexicon.Concept("place.cue.to");
        village = lexicon.Concept("place.cue.village");
        region = lexicon.Concept("place.cue.region");
        common = lexicon.Concept("place.common");
        and = lexicon.Concept("place.cue.and");
        beside = lexicon.Concept("place.cue.and.beside");
    }

    public PlaceFinding Find(PlainFoldedText? placeField, Matches? placeMatches, PlainFoldedText text, Matches matches, ReportTicks ticks)
    {
        var contradictions = new List<Contradiction>();
        var inField = placeField is null ? [] : Mentions(placeField, placeMatches!);
        var inText = Mentions(text, matches);
        var byField = Best(inField);
        var byText = Best(inText);
        var names = (placeField is null ? [] : Named(placeField, placeMatches!, inField, field: true)).Concat(Named(text, matches, inText, field: false)).ToList();

        var ticked = municipalities.Find(ticks.Municipality)?.Slug;
        var pinned = ticks.Pin is { } pin ? polygons.Find(pin) : null;
        if (pinned is not null)
        {
            Compare("municipality", pinned, ticked ?? byField?.Slug, contradictions);
            return Sure(pinned, PlaceLayer.Pin, names, contradictions);
        }

        if (ticked is not null)
        {
            if (byText is { Strong: true, Region: false } strong && inText.TrueForAll(m => m.Slug != ticked))
            {
                Compare("municipality", ticked, strong.Slug, contradictions);
            }

            return Sure(ticked, names.Exists(n => n.Municipalities.Contains(ticked)) ? PlaceLayer.Settlement : PlaceLayer.Municipality, names, contradictions);
        }

        var stated = byField ?? byText;
        if (stated is { Region: true })
        {
            return Roughly(municipalities.Find(stated.Slug)!.Region, null, contradictions);
        }

        // "I drove from Malishevë towards Drenas and stopped in Komoran": where somebody came from or went to gives way to a place they were in.
        if (stated is not null && !(stated.OnTheWay && names.Count > 0 && names.TrueForAll(n => n.Municipalities.Count == 1 && n.Municipalities[0] != stated.Slug)))
        {
            return Sure(stated.Slug, names.Exists(n => n.Municipalities.Contains(stated.Slug)) ? PlaceLayer.Settlement : PlaceLayer.Municipality, names, contradictions);
        }

        return ByName(names, contradictions);
    }

    /// <summary>The municipality that a name without "north" may mean as well; null for the many that are one.</summary>
    public static string? Namesake(string? slug) => slug == "mitrovice" ? "mitrovice-veriut" : null;

    /// <summary>The municipalities of a named police unit: the one written closest to its token, and those joined to that by "and" or "or".</summary>
    public IReadOnlyList<string> Near(Matches matches, int token, int reach)
    {
        var mentions = written.SelectMany(place => matches.Of(place.Concept).Select(match => (place.Slug, Match: match))).OrderBy(mention => mention.Match.First).ToList();

        // What follows a unit names it more often than what stands before.
        var nearest = mentions.Select((mention, index) => (Distance: mention.Match.First > token ? mention.Match.First - token : (token - mention.Match.First) + 1, Index: index))
            .Where(near => near.Distance <= reach).Order().Select(near => near.Index).DefaultIfEmpty(-1).First();
        if (nearest < 0)
        {
            return [];
        }

        var (first, last) = (nearest, nearest);
        while (first > 0 && IsJoined(matches, mentions[first - 1].Match, mentions[first].Match))
        {
            first--;
        }

        while (last < mentions.Count - 1 && IsJoined(matches, mentions[last].Match, mentions[last + 1].Match))
        {
            last++;
        }

        return [.. mentions[first..(last + 1)].Select(mention => mention.Slug).Distinct(StringComparer.Ordinal)];
    }

    private bool IsJoined(Matches matches, Match one, Match other)
        => one.Sentence == other.Sentence && other.First - one.Last <= Joined
            && matches.Of(other.First - one.Last == 2 ? beside : and).Concat(matches.Of(and)).Any(word => one.Last < word.First && word.Last < other.First);

    private static void Compare(string what, string ticked, string? writtenValue, List<Contradiction> contradictions)
    {
        if (writtenValue is not null && writtenValue != ticked)
        {
            contradictions.Add(new Contradiction(what, ticked, writtenValue));
        }
    }

    private PlaceFinding Sure(string slug, PlaceLayer layer, List<SettlementName> names, List<Contradiction> contradictions)
        => new(slug, municipalities.Find(slug)!.Region, layer, null, contradictions, names);

    private static PlaceFinding Roughly(string? region, PlaceQuestion? question, List<Contradiction> contradictions)
        => new(null, region, region is null ? PlaceLayer.None : PlaceLayer.Region, question, contradictions, []);

    private PlaceFinding ByName(List<SettlementName> names, List<Contradiction> contradictions)
    {
        if (names.Count == 0)
        {
            return Roughly(null, null, contradictions);
        }

        // Several names: what they share narrows the place ("Llabjan near Kufcë").
        var shared = new HashSet<string>(names[0].Municipalities, StringComparer.Ordinal);
        foreach (var name in names.Skip(1))
        {
            if (shared.Overlaps(name.Municipalities))
            {
                shared.IntersectWith(name.Municipalities);
            }
        }

        if (shared.Count == 1)
        {
            return Sure(shared.First(), PlaceLayer.Settlement, names, contradictions);
        }

        var question = new PlaceQuestion([.. shared.Order(StringComparer.Ordinal).Select(slug => new PlaceCandidate(names[0].Name, slug))]);
        var regions = shared.Select(slug => municipalities.Find(slug)!.Region).Distinct(StringComparer.Ordinal).ToList();
        return Roughly(regions.Count == 1 ? regions[0] : null, question, contradictions);
    }

    private List<Mention> Mentions(PlainFoldedText text, Matches matches)
    {
        var found = new List<Mention>();
        foreach (var (slug, concept) in written)
        {
            foreach (var match in matches.Of(concept))
            {
                var cue = Cue(text, matches, match.First);
                found.Add(new Mention(slug, match.First, match.Last, cue));
            }
        }

        foreach (var (slug, concept) in capital)
        {
            foreach (var match in matches.Of(concept).Where(m => text.Tokens[m.Last].Capital))
            {
                found.Add(new Mention(slug, match.First, match.Last, Cue(text, matches, match.First)));
            }
        }

        // The longer name wins where two lie on the same words: North Mitrovica over Mitrovica.
        found.RemoveAll(m => found.Exists(o => o != m && o.First <= m.First && m.Last <= o.Last && (o.Last - o.First) > (m.Last - m.First)));
        if (found.Exists(m => m.Slug == "mitrovice-veriut"))
        {
            found.RemoveAll(m => m.Slug == "mitrovice");
        }

        // "Malishevë near Gjilan": a name that is also a settlement of the other municipality gives way.
        found.RemoveAll(m => found.Exists(o => o.Slug != m.Slug && m.Cue == PlaceCue.Village)
            || (found.Exists(o => o.Slug != m.Slug && Math.Abs(o.First - m.Last) <= 2)
                && settlements.At(text.Tokens, m.First) is { } name && found.Exists(o => o.Slug != m.Slug && o.First > m.Last && name.Municipalities.Contains(o.Slug))));

        // "the village of Malishevë" alone is no municipality: it is left to the settlements.
        found.RemoveAll(m => m.Cue == PlaceCue.Village && settlements.At(text.Tokens, m.First) is { } name && name.Municipalities.Any(s => s != m.Slug));
        return found;
    }

    private PlaceCue Cue(PlainFoldedText text, Matches matches, int at)
    {
        for (var back = at; back >= Math.Max(0, at - 2); back--)
        {
            if (text.Tokens[back].Sentence != text.Tokens[at].Sentence)
            {
                break;
            }

            if (matches.Of(region).Any(m => m.First <= back && back <= m.Last))
            {
                return PlaceCue.Region;
            }

            if (back < at && matches.Of(village).Any(m => m.Last == back) && text.Tokens[back].Clause == text.Tokens[at].Clause && !IsOfName(text, back))
            {
                return PlaceCue.Village;
            }
        }

        for (var back = at; back >= Math.Max(0, at - 2); back--)
        {
            var cue = matches.Of(within).Any(m => m.Last == back) ? PlaceCue.Within
                : matches.Of(from).Any(m => m.Last == back) ? PlaceCue.From
                : matches.Of(towards).Any(m => m.Last == back) ? PlaceCue.Towards
                : PlaceCue.None;
            if (cue != PlaceCue.None)
            {
                return cue;
            }
        }

        return PlaceCue.None;
    }

    // "Laplje Selo by the school": the word for a village belongs to the name before it and tells nothing of what follows.
    private bool IsOfName(PlainFoldedText text, int at) => at > 0 && settlements.At(text.Tokens, at - 1) is { Words: > 1 };

    private static Stated? Best(List<Mention> mentions)
    {
        if (mentions.Count == 0)
        {
            return null;
        }

        var best = mentions.OrderByDescending(m => Weight(m.Cue)).ThenBy(m => m.First).First();
        return new Stated(best.Slug, best.Cue == PlaceCue.Region, best.Cue is PlaceCue.Within or PlaceCue.Village, best.Cue is PlaceCue.From or PlaceCue.Towards);
    }

    private static int Weight(PlaceCue cue) => cue switch
    {
        PlaceCue.Within or PlaceCue.Village => 4,
        PlaceCue.None => 3,
        PlaceCue.From => 2,
        PlaceCue.Region => 2,
        _ => 1,
    };

    private List<SettlementName> Named(PlainFoldedText text, Matches matches, List<Mention> mentions, bool field)
    {
        var found = new List<SettlementName>();
        for (var at = 0; at < text.Tokens.Count; at++)
        {
            var taken = mentions.Exists(m => m.First <= at && at <= m.Last);
            if (taken || settlements.At(text.Tokens, at) is not { } name)
            {
                continue;
            }

            var cue = Cue(text, matches, at);
            var token = text.Tokens[at];
            var firstInSentence = at == 0 || text.Tokens[at - 1].Sentence != token.Sentence;
            var everyday = Enumerable.Range(at, name.Words).All(word => matches.Of(common).Any(m => m.First == word)) || (name.Words == 1 && token.Word.Length < 4);

            // An everyday word that several villages are called never decides; it is worth a question: "Dubravë".
            var asked = everyday && name.Municipalities.Count > 1
                && ((field && name.Words == text.Tokens.Count) || (token.Capital && token.Word.Length >= 5 && matches.Of(within).Any(m => m.Last == at - 1)));
            var believed = cue == PlaceCue.Village || asked
                || (field && !everyday)
                || (!everyday && CuedDirectly(matches, at) && (token.Capital || token.Word.Length >= 5 || name.Words > 1))
                || (!everyday && token.Capital && (!firstInSentence || IsAddress(text, at, name.Words)) && (token.Word.Length >= 5 || name.Words > 1));
            if (believed)
            {
                found.Add(name);
                at += name.Words - 1;
            }
        }

        return found;
    }

    // ". Laplje Selo, by the school.": a name at the beginning of a sentence that stands by itself.
    private static bool IsAddress(PlainFoldedText text, int at, int words)
        => at > 0 && (at + words == text.Tokens.Count || text.Tokens[at + words].Clause != text.Tokens[at].Clause || text.Tokens[at + words].Sentence != text.Tokens[at].Sentence);

    private bool CuedDirectly(Matches matches, int at)
        => matches.Of(within).Any(m => m.Last == at - 1) || matches.Of(from).Any(m => m.Last == at - 1) || matches.Of(towards).Any(m => m.Last == at - 1);

    private enum PlaceCue
    {
        None,
        Within,
        From,
        Towards,
        Village,
        Region,
    }

    private sealed record Mention(string Slug, int First, int Last, PlaceCue Cue);

    private sealed record Stated(string Slug, bool Region, bool Strong, bool OnTheWay);
}

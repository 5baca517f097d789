using ReportingService.Core.Vocabulary;

namespace ReportingService.Labelling.Lexicons;

/// <summary>Where the phrases of all concepts fit in one text.</summary>
internal sealed class Matches
{
    private static readonly List<Match> Empty = [];
    private readonly List<Match>?[] byConcept;

    /// <summary>Threat: one phrase repeated a thousand times. Findings compare matches with one another, so each concept keeps
    /// its first few; only concepts that are merely counted keep all.</summary>
    private const int Most = 64;

    public Matches(IReadOnlyList<bool> counted, List<Match> found)
    {
        byConcept = new List<Match>?[counted.Count];
        foreach (var match in found)
        {
            var own = byConcept[match.Concept] ??= [];
            if ((own.Count < Most || counted[match.Concept]) && (own.Count == 0 || own[^1] != match))
            {
                own.Add(match);
            }
        }
    }

    /// <summary>Drops what phrases of other languages found: "drugima" is no drug in Serbian.</summary>
    public void KeepOnly(IReadOnlySet<Language> languages)
    {
        foreach (var own in byConcept)
        {
            own?.RemoveAll(m => m.Language is { } language && !languages.Contains(language));
        }
    }

    public IReadOnlyList<Match> Of(int concept) => concept < 0 ? Empty : byConcept[concept] ?? Empty;

    public bool Any(int concept) => concept >= 0 && byConcept[concept] is { } own && own.Exists(m => !m.Negated);

    public bool AnyIn(int concept, int sentence) => concept >= 0 && byConcept[concept] is { } own && own.Exists(m => !m.Negated && m.Sentence == sentence);

    /// <summary>Whether both concepts stand in one sentence.</summary>
    public bool Together(int a, int b)
    {
        foreach (var one in Of(a))
        {
            if (!one.Negated && AnyIn(b, one.Sentence))
            {
                return true;
            }
        }

        return false;
    }

    public void Negate(Func<Match, bool> isNegated)
    {
        foreach (var own in byConcept)
        {
            for (var i = 0; own is not null && i < own.Count; i++)
            {
                if (isNegated(own[i]))
                {
                    own[i] = own[i] with { Negated = true };
                }
            }
        }
    }

    /// <summary>The weight for a concept: every phrase counts once, and a little more when it comes again.</summary>
    public double Weigh(int concept)
    {
        if (concept < 0 || byConcept[concept] is not { } own)
        {
            return 0;
        }

        var sum = 0.0;
        for (var i = 0; i < own.Count; i++)
        {
            if (own[i].Negated)
            {
                continue;
            }

            // The same words read by two phrases count by the heavier one only.
            var overlapped = false;
            for (var j = Math.Max(0, i - 12); j < i && !overlapped; j++)
            {
                overlapped = !own[j].Negated && own[j].First <= own[i].Last && own[i].First <= own[j].Last && own[j].Weight >= own[i].Weight;
            }

            sum += overlapped ? 0 : own[i].Weight;
        }

        return sum;
    }
}

using ReportingService.Labelling.Lexicons;

namespace ReportingService.Labelling.Model;

/// <summary>What the lexicons found in a text, as features of the model: a concept, and how heavily when it is a category.</summary>
internal sealed class Clues
{
    private static readonly string[] Kinds = ["cat.", "flag.", "sign.", "danger.", "time.", "person.", "police.", "unit.", "hint."];

    private readonly int[] concepts;
    private readonly bool[] weighed;

    public Clues(Lexicon lexicon)
    {
        concepts = [.. lexicon.Names.Where(n => Kinds.Any(k => n.StartsWith(k, StringComparison.Ordinal))).Select(lexicon.Concept)];
        weighed = [.. concepts.Select(c => lexicon.Names[c].StartsWith("cat.", StringComparison.Ordinal))];
        Names = [.. concepts.Select(c => lexicon.Names[c])];
    }

    /// <summary>Names in the order of the numbers of <see cref="Of"/>.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Names of concepts that hold, with how heavily: 1 to 3.</summary>
    public IEnumerable<(string Name, int Level)> Of(Matches matches)
    {
        for (var i = 0; i < concepts.Length; i++)
        {
            if (matches.Any(concepts[i]))
            {
                yield return (Names[i], weighed[i] ? matches.Weigh(concepts[i]) switch { < 1.2 => 1, < 2.5 => 2, _ => 3 } : 1);
            }
        }
    }
}

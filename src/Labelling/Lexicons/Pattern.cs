using ReportingService.Core.Vocabulary;

namespace ReportingService.Labelling.Lexicons;

/// <summary>One way to write a position of a pattern: a word, or the beginning of a word.</summary>
internal readonly record struct Way(string Word, bool Prefix)
{
    public bool Fits(string token) => Prefix ? token.StartsWith(Word, StringComparison.Ordinal) : string.Equals(token, Word, StringComparison.Ordinal);
}

/// <summary>A position of a pattern and how many words may stand before it.</summary>
internal sealed record Position(Way[] Ways, int Gap);

/// <summary>A phrase that points to a concept, with its weight.</summary>
internal sealed record Pattern(int Concept, int Id, Position[] Positions, double Weight, Language? Language);

/// <summary>A place in a text where a pattern fits.</summary>
internal readonly record struct Match(int Concept, int Pattern, double Weight, int First, int Last, int Sentence, bool Negated, Language? Language);

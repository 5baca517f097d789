using ReportingService.Core.Vocabulary;

namespace ReportingService.Labelling.Text;

/// <summary>A text as tokens, with what its letters told about the script.</summary>
internal sealed class PlainFoldedText(IReadOnlyList<PlainToken> tokens, Script script, int letters, int foreignLetters, int hidden, Tone tone)
{
    public IReadOnlyList<PlainToken> Tokens { get; } = tokens;

    public Script Script { get; } = script;

    /// <summary>Letters of the Latin and Cyrillic scripts.</summary>
    public int Letters { get; } = letters;

    /// <summary>Letters of other scripts.</summary>
    public int ForeignLetters { get; } = foreignLetters;

    /// <summary>Zero-width and direction characters dropped.</summary>
    public int Hidden { get; } = hidden;

    public Tone Tone { get; } = tone;

    public int Sentences => Tokens.Count == 0 ? 0 : Tokens[^1].Sentence + 1;
}

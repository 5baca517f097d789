namespace ReportingService.Labelling.Lexicons;

/// <summary>A lexicon file that is refused, with the line of the fault.</summary>
public sealed class LexiconException(string file, int line, string fault) : Exception($"{file}, line {line}: {fault}")
{
    public int Line { get; } = line;
}

namespace ReportingService.Labelling.Lexicons;

/// <summary>Reads <c>word = standard</c> lines.</summary>
internal static class EquivalentsFile
{
    public static Dictionary<string, string> Read(Stream stream)
    {
        var folder = new Text.TextFolder();
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        using var reader = new StreamReader(stream, leaveOpen: true);
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            if (text.Length == 0 || text[0] == '#')
            {
                continue;
            }

            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw new LexiconException(LexiconFiles.Equivalents, line, "a line is written word = standard");
            }

            var word = folder.FoldWord(text[..equals]);
            var standard = folder.FoldWord(text[(equals + 1)..]);
            if (word != standard)
            {
                read[word] = standard;
            }
        }

        return read;
    }
}

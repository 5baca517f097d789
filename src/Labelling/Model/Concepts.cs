using ReportingService.Core.Vocabulary;
using ReportingService.Labelling.Text;

namespace ReportingService.Labelling.Model;

/// <summary>
/// Words of one meaning in the three languages, from <c>model/concepts.txt</c>: what the model learns of "thikë" holds for
/// "nož" and "knife". A word of four letters or more stands for its inflections too, the longest beginning wins.
/// Two layers: narrow meanings, and below the line <c>[topics]</c> wider ones; a word may have one of each.
/// </summary>
internal sealed class Concepts
{
    private const int LongestEnding = 6;
    private static readonly Language[] Columns = [Language.Sq, Language.Sr, Language.En];

    // By layer and column: meanings in three languages, then topics.
    private readonly Dictionary<string, int[]>[] exact = [.. Enumerable.Range(0, 2 * Columns.Length).Select(_ => new Dictionary<string, int[]>(StringComparer.Ordinal))];
    private readonly Dictionary<string, int[]>[] beginnings = [.. Enumerable.Range(0, 2 * Columns.Length).Select(_ => new Dictionary<string, int[]>(StringComparer.Ordinal))];
    private readonly Dictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>>[] lookups;

    private Concepts() => lookups = [.. beginnings.Select(b => b.GetAlternateLookup<ReadOnlySpan<char>>())];

    public int Negation { get; private set; }

    public int Count { get; private set; }

    /// <exception cref="InvalidDataException">A line is none; the message names it.</exception>
    public static Concepts Read(Stream stream, TextFolder folder)
    {
        var concepts = new Concepts();
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        using var reader = new StreamReader(stream, leaveOpen: true);
        var layer = 0;
        for (var line = 1; reader.ReadLine() is { } row; line++)
        {
            if (row == "[topics]")
            {
                layer = Columns.Length;
                continue;
            }

            if (row.Length == 0 || row[0] == '#')
            {
                continue;
            }

            var colon = row.IndexOf(':', StringComparison.Ordinal);
            var columns = colon < 0 ? [] : row[(colon + 1)..].Split('|');
            if (columns.Length != Columns.Length)
            {
                throw new InvalidDataException($"model/concepts.txt, line {line}: a line is a name, a colon and three lists parted by bars.");
            }

            ids.TryAdd(row[..colon], ids.Count);
            var id = ids[row[..colon]];
            for (var i = 0; i < columns.Length; i++)
            {
                foreach (var word in columns[i].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    var whole = word[^1] == '.';
                    var folded = folder.FoldWord(whole ? word[..^1] : word).Replace(" ", "", StringComparison.Ordinal);
                    var into = whole || folded.Length < 4 ? concepts.exact[layer + i] : concepts.beginnings[layer + i];
                    into[folded] = into.TryGetValue(folded, out var others) ? [.. others.Append(id).Distinct()] : [id];
                }
            }
        }

        concepts.Count = ids.Count;
        concepts.Negation = ids.GetValueOrDefault("negation", -1);
        return concepts;
    }

    /// <summary>The concepts of a word, in the languages the text may hold; the narrow meaning first.</summary>
    public ReadOnlySpan<int> Of(PlainToken token, IReadOnlySet<Language> languages)
    {
        var (meanings, topics) = (Of(token, languages, 0), Of(token, languages, Columns.Length));
        return meanings.Length == 0 ? topics : topics.Length == 0 ? meanings : [.. meanings, .. topics];
    }

    private int[] Of(PlainToken token, IReadOnlySet<Language> languages, int layer)
    {
        for (var i = 0; i < Columns.Length; i++)
        {
            if ((languages.Contains(Columns[i]) || (Columns[i] == Language.Sr && languages.Contains(Language.Bs)))
                && (Find(layer + i, token.Word) ?? (token.Alt is { } alt ? Find(layer + i, alt) : null)) is { } found)
            {
                return found;
            }
        }

        return [];
    }

    private int[]? Find(int column, string word)
    {
        if (exact[column].TryGetValue(word, out var whole))
        {
            return whole;
        }

        for (var length = word.Length; length >= Math.Max(4, word.Length - LongestEnding); length--)
        {
            if (lookups[column].TryGetValue(word.AsSpan(0, length), out var found))
            {
                return found;
            }
        }

        return null;
    }
}

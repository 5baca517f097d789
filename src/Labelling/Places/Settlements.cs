using System.Text;
using ReportingService.Core.Places;
using ReportingService.Labelling.Text;

namespace ReportingService.Labelling.Places;

/// <summary>A settlement name as it may be written, with every municipality it lies in.</summary>
internal sealed record SettlementName(string Name, IReadOnlyList<string> Municipalities, int Words);

/// <summary>All settlements with their other names and the endings that Albanian and Serbian give them.</summary>
internal sealed class Settlements
{
    private const int MostWords = 4;
    private readonly Dictionary<string, SettlementName> byForm = new(StringComparer.Ordinal);
    private readonly HashSet<string> firstWords = new(StringComparer.Ordinal);

    private Settlements()
    {
    }

    public static Settlements Load(Stream csv, MunicipalityDirectory municipalities, TextFolder folder)
    {
        using var reader = new StreamReader(csv, leaveOpen: true);
        if (reader.ReadLine() is not { } header || !header.StartsWith("name,other_names,lat,lon,municipality", StringComparison.Ordinal))
        {
            throw new InvalidDataException("settlements.csv, line 1: the header is not the expected one.");
        }

        var places = new Dictionary<string, (string Name, SortedSet<string> In)>(StringComparer.Ordinal);
        for (var line = 2; reader.ReadLine() is { } row; line++)
        {
            var cells = Split(row);
            if (cells.Count < 5 || municipalities.Find(cells[4]) is null)
            {
                throw new InvalidDataException($"settlements.csv, line {line}: the municipality is not known.");
            }

            foreach (var name in cells[1].Split('|', StringSplitOptions.RemoveEmptyEntries).Prepend(cells[0]))
            {
                foreach (var form in Written(folder.FoldWord(name)))
                {
                    if (!places.TryGetValue(form, out var place))
                    {
                        places[form] = place = (cells[0], new SortedSet<string>(StringComparer.Ordinal));
                    }

                    place.In.Add(cells[4]);
                }
            }
        }

        var settlements = new Settlements();
        foreach (var (form, (name, within)) in places)
        {
            var words = form.Split(' ');
            settlements.byForm[form] = new SettlementName(name, [.. within], words.Length);
            settlements.firstWords.Add(words[0]);
        }

        return settlements.byForm.Count > 0 ? settlements : throw new InvalidDataException("settlements.csv lists no settlement.");
    }

    /// <summary>The longest settlement name that starts at a token, or null.</summary>
    public SettlementName? At(IReadOnlyList<PlainToken> tokens, int at)
    {
        if (!firstWords.Contains(tokens[at].Word))
        {
            return null;
        }

        SettlementName? best = null;
        var form = new StringBuilder();
        for (var words = 1; words <= MostWords && at + words <= tokens.Count; words++)
        {
            form.Append(words > 1 ? " " : "").Append(tokens[at + words - 1].Word);
            if (byForm.TryGetValue(form.ToString(), out var found))
            {
                best = found with { Words = words };
            }
        }

        return best;
    }

    // Both words of a name take endings (Velika Hoča, Velikoj Hoči; Babin Most, Babinom Mostu), and ç is typed q by some.
    private static IEnumerable<string> Written(string name)
    {
        foreach (var form in Forms(name))
        {
            yield return form;
        }

        var space = name.IndexOf(' ', StringComparison.Ordinal);
        if (space > 2 && name.LastIndexOf(' ') == space)
        {
            var (first, second) = (name[..space], name[(space + 1)..]);
            var stem = first[^1] is 'a' or 'e' or 'o' ? first[..^1] : first;
            foreach (var ending in new[] { "oj", "e", "u", "om", "em", "og" })
            {
                foreach (var form in Forms(second))
                {
                    yield return stem + ending + " " + form;
                }
            }
        }
        else if (space < 0 && name.Length >= 5)
        {
            if (name[^1] is 'e' or 'a')
            {
                yield return name[..^1];
            }

            if (name.EndsWith("ak", StringComparison.Ordinal))
            {
                yield return name[..^2] + "ka";
                yield return name[..^2] + "ku";
            }

            if (name.Contains('c', StringComparison.Ordinal))
            {
                yield return name.Replace('c', 'q');
            }
        }
    }

    private static IEnumerable<string> Forms(string name)
    {
        if (name.Length < 3 || name.Split(' ').Length > MostWords)
        {
            yield break;
        }

        yield return name;
        var last = name[^1];
        if (last is 'a' or 'e' or 'i' or 'o' or 'u')
        {
            var stem = name[..^1];
            foreach (var ending in new[] { "a", "e", "i", "o", "u", "es", "en", "it", "in", "om", "oj", "un", "ut" })
            {
                yield return stem + ending;
            }

            yield return name + "t";
            yield return name + "n";
            yield return name + "s";
            yield return name + "ja";
            yield return name + "se";
            yield return name + "ne";
        }
        else
        {
            foreach (var ending in new[] { "i", "it", "in", "u", "ut", "un", "a", "e", "om", "em" })
            {
                yield return name + ending;
            }

            if (name.EndsWith("ac", StringComparison.Ordinal) || name.EndsWith("ec", StringComparison.Ordinal))
            {
                yield return name[..^2] + "ca";
                yield return name[..^2] + "cu";
                yield return name[..^2] + "cem";
            }
        }
    }

    private static List<string> Split(string row)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        foreach (var c in row)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }
        }

        cells.Add(cell.ToString());
        return cells;
    }
}

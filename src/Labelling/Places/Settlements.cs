using System.Text;
using ReportingService.Core.Places;
using ReportingService.Labelling.Text;

namespace ReportingService.Labelling.Places;

/// <summary>A settlement of the file: its first name and its municipality. Rows that have both in common are one, for no text can tell them apart.</summary>
internal sealed record Settlement(string Name, string Municipality);

/// <summary>A settlement name as it may be written, with everything it may mean and every municipality that lies in.</summary>
internal sealed record SettlementName(IReadOnlyList<Settlement> Meant, IReadOnlyList<string> Municipalities, int Words)
{
    public string Name => Meant[0].Name;
}

/// <summary>All settlements with their other names and the endings that Albanian and Serbian give them.</summary>
internal sealed class Settlements
{
    private const int MostWords = 4;
    private const int LeastBare = 5;

    // Upper, lower, great, small.
    private static readonly HashSet<string> Sides = new(StringComparer.Ordinal)
    {
        "eperm", "eperme", "poshtem", "poshtme", "poshteme", "ulet", "ulte", "madh", "madhe", "vogel", "vogla",
        "gornje", "gornja", "gornji", "donje", "donja", "donji", "veliko", "velika", "veliki", "malo", "mala", "mali",
    };

    // By the hash of a form: 180,000 of them as text take 19 MB, and in 64 bits two never meet.
    private readonly Dictionary<ulong, SettlementName> byForm;
    private readonly HashSet<ulong> firstWords;

    private Settlements(Dictionary<ulong, SettlementName> byForm, HashSet<ulong> firstWords) => (this.byForm, this.firstWords) = (byForm, firstWords);

    public static Settlements Load(Stream csv, MunicipalityDirectory municipalities, TextFolder folder)
    {
        var places = new Dictionary<ulong, SettlementName>();
        var firstWords = new HashSet<ulong>();
        foreach (var (settlement, names) in Rows(csv, municipalities))
        {
            // Nearly every form means one settlement: they share what says so.
            var alone = new SettlementName([settlement], [settlement.Municipality], 1);
            foreach (var form in names.Select(name => folder.FoldWord(name)).SelectMany(name => Bare(name) is { } bare ? Written(name).Concat(Written(bare)) : Written(name)))
            {
                var space = form.IndexOf(' ', StringComparison.Ordinal);
                firstWords.Add(Hash(space < 0 ? form : form.AsSpan(0, space)));
                var key = Hash(form);
                if (places.TryAdd(key, alone) || places[key] is not { } place || place.Meant.Contains(settlement))
                {
                    continue;
                }

                places[key] = new SettlementName(
                    [.. place.Meant, settlement], [.. place.Municipalities.Append(settlement.Municipality).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], 1);
            }
        }

        places.TrimExcess();
        firstWords.TrimExcess();
        return places.Count > 0 ? new Settlements(places, firstWords) : throw new InvalidDataException("settlements.csv lists no settlement.");
    }

    /// <summary>The settlements of the file, each with all its names.</summary>
    public static IEnumerable<(Settlement Settlement, IEnumerable<string> Names)> Rows(Stream csv, MunicipalityDirectory municipalities)
    {
        using var reader = new StreamReader(csv, leaveOpen: true);
        if (reader.ReadLine() is not { } header || !header.StartsWith("name,other_names,lat,lon,municipality", StringComparison.Ordinal))
        {
            throw new InvalidDataException("settlements.csv, line 1: the header is not the expected one.");
        }

        for (var line = 2; reader.ReadLine() is { } row; line++)
        {
            var cells = Split(row);
            if (cells.Count < 5 || municipalities.Find(cells[4]) is not { } municipality)
            {
                throw new InvalidDataException($"settlements.csv, line {line}: the municipality is not known.");
            }

            yield return (new Settlement(cells[0], municipality.Slug), cells[1].Split('|', StringSplitOptions.RemoveEmptyEntries).Prepend(cells[0]));
        }
    }

    /// <summary>The longest settlement name that starts at a token, or null.</summary>
    public SettlementName? At(IReadOnlyList<PlainToken> tokens, int at)
    {
        if (!firstWords.Contains(Hash(tokens[at].Word)))
        {
            return null;
        }

        SettlementName? best = null;
        var form = new StringBuilder();
        for (var words = 1; words <= MostWords && at + words <= tokens.Count; words++)
        {
            form.Append(words > 1 ? " " : "").Append(tokens[at + words - 1].Word);
            if (byForm.TryGetValue(Hash(form.ToString()), out var found))
            {
                best = found with { Words = words };
            }
        }

        return best;
    }

    /// <summary>
    /// The word that "Prekaz i Epërm" and "Gornje Prekaze" are called by for short; null for other names. Several that share it lie in one
    /// municipality as a rule, and are asked about where not.
    /// </summary>
    private static string? Bare(string name)
    {
        var words = name.Split(' ');
        var bare = words.Length == 3 && words[1] is "i" or "e" && Sides.Contains(words[2]) ? words[0]
            : words.Length == 2 && Sides.Contains(words[0]) ? words[1]
            : null;
        return bare?.Length >= LeastBare ? bare : null;
    }

    private static ulong Hash(ReadOnlySpan<char> form)
    {
        var hash = 14695981039346656037ul;
        foreach (var c in form)
        {
            hash = (hash ^ c) * 1099511628211ul;
        }

        return hash;
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
            foreach (var ending in new[] { "a", "e", "i", "o", "u", "es", "en", "it", "in", "om", "oj", "un", "ut", "ama" })
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

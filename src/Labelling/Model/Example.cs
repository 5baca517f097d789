using ReportingService.Core.Labels;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Labelling.Model;

/// <summary>A text the model learns from, with what each head should answer; null where the line does not tell.</summary>
internal sealed record Example(Category Category, bool DangerNow, IReadOnlySet<ReportFlag>? Flags, IReadOnlySet<Sign>? Signs, bool AllSigns, bool? Discipline, bool WithClues, IReadOnlySet<ReportFlag> Untold, string Plain)
{
    private const string UntoldMark = "# untold:";

    public override string ToString() => nameof(Example);

    /// <summary>
    /// Reads <c>category TAB codes TAB text</c> lines. Codes are flags and signs parted by spaces, <c>now</c> for danger at this
    /// moment, <c>discipline</c> for a complaint about manners only, <c>?</c> when only category and danger are told. A first line
    /// <c># signs</c> says that the file tells the signs that choose a unit and that the lexicons were not tuned on it;
    /// <c># all signs</c> says that it tells every sign; <c># untold: flags</c> names flags that its author gave by another meaning
    /// than the vocabulary's, so that nothing is learnt about them there, neither yes nor no.
    /// </summary>
    /// <exception cref="InvalidDataException">A line is none; the message names it.</exception>
    public static List<Example> Read(Stream stream, string file)
    {
        var examples = new List<Example>();
        using var reader = new StreamReader(stream, leaveOpen: true);
        var (tellsSigns, tellsAll) = (false, false);
        var untold = new HashSet<ReportFlag>();
        for (var line = 1; reader.ReadLine() is { } row; line++)
        {
            if (row.Length == 0 || row[0] == '#')
            {
                tellsAll |= row == "# all signs";
                tellsSigns |= tellsAll || row == "# signs";
                if (row.StartsWith(UntoldMark, StringComparison.Ordinal))
                {
                    untold.UnionWith(row[UntoldMark.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(code
                        => Codes.TryParse<ReportFlag>(code, out var flag) ? flag : throw new InvalidDataException($"{file}, line {line}: {code} is no flag.")));
                }

                continue;
            }

            var parts = row.Split('\t');
            if (parts.Length != 3 || !Codes.TryParse<Category>(parts[0], out var category))
            {
                throw new InvalidDataException($"{file}, line {line}: a line is category, tab, codes, tab, text.");
            }

            examples.Add(Read(category, parts[1], parts[2], tellsSigns, tellsAll, untold) ?? throw new InvalidDataException($"{file}, line {line}: an unknown code."));
        }

        return examples;
    }

    /// <summary>What a head should answer, or null where the example does not tell.</summary>
    public bool? Wanted(int head)
        => head < Heads.Categories ? head == (int)Category
            : head == Heads.Now ? DangerNow
            : head < Heads.FirstSign ? (Untold.Contains(Heads.Flags[head - Heads.FirstFlag]) ? null : Flags?.Contains(Heads.Flags[head - Heads.FirstFlag]))
            : head < Heads.Discipline ? (AllSigns || head < Heads.FirstSign + Heads.UnitSigns ? Signs?.Contains(Heads.Signs[head - Heads.FirstSign]) : null)
            : Discipline;

    private static Example? Read(Category category, string codes, string plain, bool tellsSigns, bool tellsAll, HashSet<ReportFlag> untold)
    {
        var flags = new HashSet<ReportFlag>();
        var signs = new HashSet<Sign>();
        var (told, discipline, now) = (true, false, category == Category.Emergency);
        foreach (var code in codes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (code is "?" or "now" or "discipline")
            {
                told &= code != "?";
                now |= code == "now";
                discipline |= code == "discipline";
            }
            else if (Codes.TryParse<ReportFlag>(code, out var flag))
            {
                flags.Add(flag);
            }
            else if (Codes.TryParse<Sign>(code, out var sign))
            {
                signs.Add(sign);
            }
            else
            {
                return null;
            }
        }

        // Only a complaint tells of which kind it is.
        bool? kind = tellsSigns && category == Category.PoliceMisconduct ? discipline : null;
        return new Example(category, now, told ? flags : null, tellsSigns && told ? signs : null, tellsAll, kind, tellsSigns, untold, plain);
    }
}

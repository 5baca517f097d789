using ReportingService.Core.Vocabulary;

namespace ReportingService.Labelling.Model;

/// <summary>A text the model learns from: its category, whether life is in danger at the moment, and its flags when they are told.</summary>
internal sealed record Example(Category Category, bool DangerNow, IReadOnlySet<ReportFlag>? Flags, string Plain)
{
    public override string ToString() => nameof(Example);

    /// <summary>Reads <c>category TAB flags TAB text</c> lines. Flags are codes parted by spaces, <c>now</c> for danger at this
    /// moment, <c>?</c> when only the category and the danger are told.</summary>
    /// <exception cref="InvalidDataException">A line is none; the message names it.</exception>
    public static List<Example> Read(Stream stream)
    {
        var examples = new List<Example>();
        using var reader = new StreamReader(stream, leaveOpen: true);
        for (var line = 1; reader.ReadLine() is { } row; line++)
        {
            var parts = row.Split('\t');
            if (parts.Length != 3 || !Codes.TryParse<Category>(parts[0], out var category))
            {
                throw new InvalidDataException($"model/examples.tsv, line {line}: a line is category, tab, flags, tab, text.");
            }

            var flags = new HashSet<ReportFlag>();
            var told = true;
            var now = category == Category.Emergency;
            foreach (var code in parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (code == "?")
                {
                    told = false;
                }
                else if (code == "now")
                {
                    now = true;
                }
                else if (Codes.TryParse<ReportFlag>(code, out var flag))
                {
                    flags.Add(flag);
                }
                else
                {
                    throw new InvalidDataException($"model/examples.tsv, line {line}: an unknown flag.");
                }
            }

            examples.Add(new Example(category, now, told ? flags : null, parts[2]));
        }

        return examples;
    }
}

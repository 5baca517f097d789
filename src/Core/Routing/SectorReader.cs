using System.Globalization;
using System.Text.Json;

namespace ReportingService.Core.Routing;

/// <summary>Reads and checks the patrol sectors. Every fault names its line.</summary>
internal static class SectorReader
{
    private const int LongestCode = 30;
    private static readonly string[] RowMembers = ["code", "sq", "sr", "en", "station", "from", "until", "settlements", "outline", "note"];

    public static List<Sector> Read(Stream json, DeskDirectory desks)
    {
        var root = Parse(json);
        Only(root, "the file", ["$schema", "note", "sectors"]);
        var sectors = List(root, "sectors").Select(row => ReadSector(row, desks)).ToList();
        foreach (var (place, sector) in sectors.Index())
        {
            if (sectors.Take(place).FirstOrDefault(other => other.Code == sector.Code && other.Meets(sector)) is { } earlier)
            {
                throw Fault(sector.Line, $"the sector '{sector.Code}' is in force already on some of these days, by line {earlier.Line}");
            }
        }

        return sectors;
    }

    /// <summary>A refusal of the file.</summary>
    public static InvalidDataException Fault(int line, string what) => new($"{SectorDirectory.FileName}, line {line}: {what}.");

    private static LocatedJson Parse(Stream json)
    {
        try
        {
            return LocatedJson.Parse(json);
        }
        catch (RuleSetException fault)
        {
            throw Fault(fault.Line, RuleFaults.Say(fault.Code, fault.Arguments));
        }
    }

    private static Sector ReadSector(LocatedJson row, DeskDirectory desks)
    {
        Only(row, "a sector", RowMembers);
        var code = Text(row, "code");
        if (code.Length > LongestCode || !code.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '.' or '-' or '_'))
        {
            throw Fault(row.Members["code"].Line, $"a code has 1 to {LongestCode} letters, digits, dots, dashes");
        }

        // A police station and nothing else: a unit or a region has no sectors.
        var station = desks.Find(Text(row, "station"));
        if (station is not { Municipality: { } municipality, External: false } || !station.Code.StartsWith("PS_", StringComparison.Ordinal))
        {
            throw Fault(row.Members["station"].Line, $"'{row.Members["station"].Text}' is not a station");
        }

        var (from, until) = (Day(row, "from"), Day(row, "until"));
        if (until < from)
        {
            throw Fault(row.Members["until"].Line, $"'{code}' ends before it begins");
        }

        var outline = row.Members.TryGetValue("outline", out var drawn) ? OutlineReader.Read(drawn) : [];
        IReadOnlyList<(string, int)> settlements = row.Members.ContainsKey("settlements") ? [.. List(row, "settlements").Select(name => (Word(name, "settlements"), name.Line))] : [];
        return outline.Count > 0 || settlements.Count > 0
            ? new Sector(code, Text(row, "sq"), Text(row, "sr"), Text(row, "en"), station.Code, municipality, from, until, settlements, outline, row.Line)
            : throw Fault(row.Line, $"'{code}' has neither an outline nor settlements");
    }

    private static DateOnly? Day(LocatedJson row, string name)
        => !row.Members.TryGetValue(name, out var day) ? null
            : DateOnly.TryParseExact(day.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var found) ? found
            : throw Fault(day.Line, $"'{name}' is not a day (yyyy-MM-dd)");

    private static List<LocatedJson> List(LocatedJson node, string name)
        => Member(node, name) is { Kind: JsonTokenType.StartArray } list ? list.Items : throw Fault(node.Members[name].Line, $"'{name}' is a list");

    private static string Text(LocatedJson node, string name) => Word(Member(node, name), name);

    private static string Word(LocatedJson node, string name)
        => node is { Kind: JsonTokenType.String, Text: { } text } && !string.IsNullOrWhiteSpace(text) ? text : throw Fault(node.Line, $"'{name}' is a text");

    private static LocatedJson Member(LocatedJson node, string name)
        => node.Members.TryGetValue(name, out var found) ? found : throw Fault(node.Line, $"'{name}' is missing");

    private static void Only(LocatedJson node, string what, string[] names)
    {
        if (node.Kind != JsonTokenType.StartObject)
        {
            throw Fault(node.Line, $"{what} is an object");
        }

        if (node.Members.FirstOrDefault(member => !names.Contains(member.Key)) is { Key: { } unknown, Value: { } value })
        {
            throw Fault(value.Line, $"'{unknown}' is not known here");
        }
    }
}

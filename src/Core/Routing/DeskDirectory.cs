using System.Text.Json;
using ReportingService.Core.Keys;
using ReportingService.Core.Places;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Core.Routing;

/// <summary>Every desk of the service, with its names, domain, place and the nearest desks that stand in for it.</summary>
public sealed class DeskDirectory
{
    private static readonly HashSet<string> Local = ["DVU", "SWC"];
    private static readonly HashSet<string> Regional = ["RIS", "RRTU", "BORDER"];

    /// <summary>Nothing can be routed without these.</summary>
    private static readonly string[] Needed = ["DESK", "EMERG", .. ProtectedBody.All.Select(body => body.Desk)];

    private readonly Dictionary<string, Desk> byCode;

    private DeskDirectory(MunicipalityDirectory municipalities, IReadOnlyList<Desk> all)
    {
        Municipalities = municipalities;
        All = all;
        byCode = all.ToDictionary(d => d.Code, StringComparer.Ordinal);
        Units = all.Select(d => d.Unit).ToHashSet(StringComparer.Ordinal);
    }

    public IReadOnlyList<Desk> All { get; }

    public MunicipalityDirectory Municipalities { get; }

    /// <summary>The base codes of all units.</summary>
    public IReadOnlySet<string> Units { get; }

    public Desk? Find(string? code) => code is not null && byCode.TryGetValue(code, out var desk) ? desk : null;

    /// <summary>
    /// The desk that has this one's work on a day: itself, after its end its successor or the nearest above, before its beginning the nearest
    /// above. Nothing only for a body outside that has ended.
    /// </summary>
    public Desk? Serving(string? code, DateOnly day)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var desk = Find(code);
        while (desk is not null && !desk.Serves(day) && seen.Add(desk.Code))
        {
            var next = new[] { desk.Until < day ? desk.Successor : null }.Concat(desk.Nearest).FirstOrDefault(known => known is not null && !seen.Contains(known));
            desk = Find(next ?? (desk.External ? null : "DESK"));
        }

        return desk;
    }

    public Desk this[string code] => Find(code) ?? throw new ArgumentException($"There is no desk '{code}'.", nameof(code));

    /// <summary>PIK, HELPLINE and internal investigations trust only their own keys; all others are police.</summary>
    public static KeyDomain DomainOf(string unit) => ProtectedBody.All.FirstOrDefault(body => body.Desk == unit)?.Domain ?? KeyDomain.Police;

    /// <summary>Builds the directory from <c>units.json</c> and the municipalities.</summary>
    /// <exception cref="InvalidDataException">The file is not a list of units, or one that routing cannot do without is missing.</exception>
    public static DeskDirectory Load(Stream units, MunicipalityDirectory municipalities)
    {
        try
        {
            using var document = JsonDocument.Parse(units);
            var regionNames = document.RootElement.GetProperty("rpds").EnumerateArray().ToDictionary(
                r => Text(r, "code"), r => (Sq: Text(r, "sq"), Sr: Text(r, "sr"), En: Text(r, "en")), StringComparer.Ordinal);
            var all = new List<Desk>();
            foreach (var unit in document.RootElement.GetProperty("units").EnumerateArray())
            {
                Add(all, Text(unit, "code"), Text(unit, "sq"), Text(unit, "sr"), Text(unit, "en"), municipalities, regionNames);
            }

            all = Dated(document.RootElement, all, municipalities);
            var directory = new DeskDirectory(municipalities, all);
            RequireSuccessors(directory);
            foreach (var needed in Needed)
            {
                if (directory.Find(needed) is null)
                {
                    throw new InvalidDataException($"units.json: the unit {needed} is missing; nothing can be routed without it.");
                }
            }

            return directory;
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException($"units.json can't be read: {fault.Message}", fault);
        }
    }

    /// <summary>
    /// The list <c>desks</c>: what differs from one desk of each kind a place. A code that is there gets its dates; another one is a further
    /// station of its municipality.
    /// </summary>
    private static List<Desk> Dated(JsonElement root, List<Desk> all, MunicipalityDirectory municipalities)
    {
        if (!root.TryGetProperty("desks", out var listed))
        {
            return all;
        }

        foreach (var row in listed.EnumerateArray())
        {
            var code = Text(row, "code");
            var at = all.FindIndex(desk => desk.Code == code);
            if (at < 0)
            {
                var place = municipalities.Find(Text(row, "municipality")) ?? throw new InvalidDataException($"units.json: '{code}' lies in no municipality that is known.");
                all.Add(new Desk(code, code, KeyDomain.Police, Text(row, "sq"), Text(row, "sr"), Text(row, "en"), place.Slug, place.Region, false, [place.Station, $"RPD_{place.Region}", "DESK"]));
                at = all.Count - 1;
            }

            all[at] = all[at] with { From = Day(row, "from"), Until = Day(row, "until"), Successor = row.TryGetProperty("successor", out var next) ? next.GetString() : null };
        }

        return all;
    }

    private static DateOnly? Day(JsonElement row, string name)
        => !row.TryGetProperty(name, out var day) ? null
            : DateOnly.TryParseExact(day.GetString(), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var found) ? found
            : throw new InvalidDataException($"units.json: '{name}' of '{Text(row, "code")}' is not a day (yyyy-MM-dd).");

    /// <summary>Threat: a successor of another domain carries reports over a border that no key crosses.</summary>
    private static void RequireSuccessors(DeskDirectory directory)
    {
        foreach (var desk in directory.All.Where(desk => desk.Successor is not null))
        {
            if (directory.Find(desk.Successor) is not { External: false } next || next.Domain != desk.Domain)
            {
                throw new InvalidDataException($"units.json: the successor '{desk.Successor}' of '{desk.Code}' is not a desk of its domain.");
            }
        }

        if (Needed.Select(directory.Find).FirstOrDefault(desk => desk is { Until: not null } or { From: not null }) is { } needed)
        {
            throw new InvalidDataException($"units.json: {needed.Code} has neither beginning nor end; nothing can be routed without it.");
        }
    }

    private static string Text(JsonElement element, string name)
        => element.GetProperty(name).GetString() is not { } text ? throw new InvalidDataException($"units.json: '{name}' is empty.")
            : VisibleText.Is(text) ? text
            : throw new InvalidDataException($"units.json: '{VisibleText.Of(text)}' has a sign that is not seen.");

    private static void Add(
        List<Desk> all, string unit, string sq, string sr, string en, MunicipalityDirectory municipalities, Dictionary<string, (string Sq, string Sr, string En)> regions)
    {
        if (unit == "PS_*" || Local.Contains(unit))
        {
            foreach (var m in municipalities.All)
            {
                var slug = m.Station["PS_".Length..];
                var code = unit == "PS_*" ? m.Station : $"{unit}_{slug}";
                all.Add(new Desk(
                    code, unit == "PS_*" ? code : unit, KeyDomain.Police, $"{sq} {m.NameSq}", $"{sr} {m.NameSr}", $"{en} {m.NameEn}",
                    m.Slug, m.Region, unit == "SWC", unit == "SWC" ? [] : [$"RPD_{m.Region}", "DESK"]));
            }
        }
        else if (unit == "RPD_*" || Regional.Contains(unit))
        {
            foreach (var region in municipalities.Regions)
            {
                var name = regions.TryGetValue(region, out var known) ? known : (Sq: region, Sr: region, En: region);
                var code = unit == "RPD_*" ? $"RPD_{region}" : $"{unit}_{region}";
                all.Add(new Desk(
                    code, unit == "RPD_*" ? code : unit, KeyDomain.Police, $"{sq} {name.Sq}", $"{sr} {name.Sr}", $"{en} {name.En}",
                    null, region, false, unit == "RPD_*" ? ["DESK"] : [$"RPD_{region}", "DESK"]));
            }
        }
        else
        {
            var domain = DomainOf(unit);
            IReadOnlyList<string> nearest = domain != KeyDomain.Police ? [] : unit == "DESK" ? ["EMERG"] : ["DESK"];
            all.Add(new Desk(unit, unit, domain, sq, sr, en, null, null, false, nearest));
        }
    }
}

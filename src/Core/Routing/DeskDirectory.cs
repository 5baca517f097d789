using System.Text.Json;
using ReportingService.Core.Keys;
using ReportingService.Core.Places;

namespace ReportingService.Core.Routing;

/// <summary>Every desk of the service, with its names, domain, place and the nearest desks that stand in for it.</summary>
public sealed class DeskDirectory
{
    private static readonly HashSet<string> Local = ["DVU", "SWC"];
    private static readonly HashSet<string> Regional = ["RIS", "RRTU", "BORDER"];

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

    public Desk this[string code] => Find(code) ?? throw new ArgumentException($"There is no desk '{code}'.", nameof(code));

    /// <summary>PIK, HELPLINE and internal investigations trust only their own keys; all others are police.</summary>
    public static KeyDomain DomainOf(string unit) => unit switch
    {
        "PIK" => KeyDomain.Pik,
        "HELPLINE" => KeyDomain.Helpline,
        "DIIBC" => KeyDomain.Internal,
        _ => KeyDomain.Police,
    };

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

            var directory = new DeskDirectory(municipalities, all);
            foreach (var needed in new[] { "DESK", "EMERG", "PIK", "DIIBC", "HELPLINE" })
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

    private static string Text(JsonElement element, string name)
        => element.GetProperty(name).GetString() ?? throw new InvalidDataException($"units.json: '{name}' is empty.");

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

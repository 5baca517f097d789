using ReportingService.Core.Places;
using ReportingService.Core.Routing;
using ReportingService.Labelling.Text;

namespace ReportingService.Labelling.Places;

/// <summary>
/// Which patrol sector the place of a report lies in on its day: the pin in an outline, else the settlements that were named. Only within
/// the municipality that was found, and only when nothing else is possible.
/// </summary>
internal sealed class SectorMap
{
    private readonly ILookup<string, Area> byMunicipality;

    private SectorMap(IEnumerable<Area> areas) => byMunicipality = areas.ToLookup(area => area.Sector.Municipality, StringComparer.Ordinal);

    /// <param name="settlements">Opens <c>settlements.csv</c>; not called when there is nothing to look up.</param>
    /// <exception cref="InvalidDataException">A sector names what is no settlement, or one that another has on the same day; with the line.</exception>
    public static SectorMap Load(SectorDirectory sectors, Func<Stream> settlements, MunicipalityDirectory municipalities, TextFolder folder)
    {
        var known = sectors.All.Any(sector => sector.Settlements.Count > 0) ? Known(settlements, municipalities, folder) : [];
        List<Area> areas = [];
        foreach (var sector in sectors.All)
        {
            var own = new Dictionary<Settlement, int>();
            foreach (var (name, line) in sector.Settlements)
            {
                if (!known.TryGetValue((sector.Municipality, folder.FoldWord(name)), out var meant))
                {
                    throw Fault(line, $"'{name}' is no settlement of {sector.Municipality}");
                }

                foreach (var settlement in meant)
                {
                    if (areas.Find(area => area.Settlements.ContainsKey(settlement) && area.Sector.Meets(sector)) is { } other)
                    {
                        throw Fault(line, $"'{name}' is in the sector '{other.Sector.Code}' too on some of these days, by line {other.Settlements[settlement]}");
                    }

                    own.TryAdd(settlement, line);
                }
            }

            areas.Add(new Area(sector, [.. sector.Outline.Select(Ring.Of)], own));
        }

        return new SectorMap(areas);
    }

    /// <summary>The code of the sector, or null.</summary>
    public string? Find(PlaceFinding place, GeoPoint? pin, DateOnly day)
    {
        if (place.Municipality is not { } municipality)
        {
            return null;
        }

        var serving = byMunicipality[municipality].Where(area => area.Sector.Serves(day)).ToList();
        if (pin is { } point && serving.FindAll(area => Ring.Around(area.Rings, point)) is { Count: > 0 } around)
        {
            return Single(around);
        }

        var named = place.Names.SelectMany(name => name.Meant).Where(settlement => settlement.Municipality == municipality);
        return Single(named.Select(settlement => serving.Find(area => area.Settlements.ContainsKey(settlement))));
    }

    /// <summary>Two outlines that overlap, or two settlements: nothing is guessed.</summary>
    private static string? Single(IEnumerable<Area?> areas) => areas.Distinct().Take(2).ToList() is [{ } only] ? only.Sector.Code : null;

    // What a name of the file stands for: several rows have one name in some municipalities, and a text that names it can mean any of them.
    private static Dictionary<(string Municipality, string Name), HashSet<Settlement>> Known(Func<Stream> settlements, MunicipalityDirectory municipalities, TextFolder folder)
    {
        var known = new Dictionary<(string, string), HashSet<Settlement>>();
        using var csv = settlements();
        foreach (var (settlement, names) in Settlements.Rows(csv, municipalities))
        {
            foreach (var name in names)
            {
                var key = (settlement.Municipality, folder.FoldWord(name));
                if (!known.TryGetValue(key, out var meant))
                {
                    known[key] = meant = [];
                }

                meant.Add(settlement);
            }
        }

        return known;
    }

    private static InvalidDataException Fault(int line, string what) => new($"{SectorDirectory.FileName}, line {line}: {what}.");

    private sealed record Area(Sector Sector, Ring[] Rings, Dictionary<Settlement, int> Settlements);
}

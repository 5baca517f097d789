using System.Text.Json;
using ReportingService.Core.Places;

namespace ReportingService.Labelling.Places;

/// <summary>The outlines of the municipalities: which one a pin lies in.</summary>
internal sealed class Polygons
{
    private readonly List<(string Slug, Ring[] Rings)> areas = [];

    private Polygons()
    {
    }

    /// <exception cref="InvalidDataException">The file is broken: the host must not start without it.</exception>
    public static Polygons Load(Stream geoJson, MunicipalityDirectory municipalities)
    {
        try
        {
            using var document = JsonDocument.Parse(geoJson);
            var polygons = new Polygons();
            foreach (var feature in document.RootElement.GetProperty("features").EnumerateArray())
            {
                var slug = feature.GetProperty("properties").GetProperty("slug").GetString();
                if (municipalities.Find(slug) is null)
                {
                    throw new InvalidDataException($"municipalities.geojson: '{slug}' is not a municipality.");
                }

                var geometry = feature.GetProperty("geometry");
                var coordinates = geometry.GetProperty("coordinates");
                var parts = geometry.GetProperty("type").GetString() == "MultiPolygon" ? [.. coordinates.EnumerateArray()] : new[] { coordinates };
                polygons.areas.Add((slug!, [.. parts.SelectMany(p => p.EnumerateArray()).Select(Ring.Read)]));
            }

            var missing = municipalities.All.FirstOrDefault(m => polygons.areas.TrueForAll(a => a.Slug != m.Slug));
            return missing is null ? polygons : throw new InvalidDataException($"municipalities.geojson: the outline of '{missing.Slug}' is missing.");
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"municipalities.geojson can't be read: {fault.Message}", fault);
        }
    }

    /// <summary>The municipality a point lies in, or null.</summary>
    public string? Find(GeoPoint point)
    {
        if (!double.IsFinite(point.Lat) || !double.IsFinite(point.Lon))
        {
            return null;
        }

        foreach (var (slug, rings) in areas)
        {
            if (Ring.Around(rings, point))
            {
                return slug;
            }
        }

        return null;
    }
}

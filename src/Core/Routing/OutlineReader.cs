using System.Globalization;
using System.Text.Json;
using ReportingService.Core.Places;

namespace ReportingService.Core.Routing;

/// <summary>Reads the outline of a sector, a GeoJSON geometry, into rings.</summary>
internal static class OutlineReader
{
    // Threat: sectors as small as a yard would make of a report's label the point that it must not hold.
    private const double SmallestKm2 = 0.25;
    private const double KmPerDegree = 111.2;

    public static IReadOnlyList<IReadOnlyList<GeoPoint>> Read(LocatedJson outline)
    {
        if (outline.Kind != JsonTokenType.StartObject || !outline.Members.TryGetValue("type", out var type) || !outline.Members.TryGetValue("coordinates", out var coordinates))
        {
            throw SectorReader.Fault(outline.Line, "an outline is a geometry of GeoJSON with 'type' and 'coordinates'");
        }

        var polygons = type.Text switch
        {
            "Polygon" => [coordinates],
            "MultiPolygon" => coordinates.Items,
            _ => throw SectorReader.Fault(type.Line, $"the type of an outline is Polygon or MultiPolygon, not '{type.Text}'"),
        };
        var area = 0.0;
        List<IReadOnlyList<GeoPoint>> rings = [];
        foreach (var polygon in polygons)
        {
            var own = polygon.Items.Select(ReadRing).ToList();
            area += own.Count == 0 ? 0 : AreaOf(own[0]) - own.Skip(1).Sum(AreaOf);
            rings.AddRange(own);
        }

        return area >= SmallestKm2
            ? rings
            : throw SectorReader.Fault(outline.Line, $"the outline holds less than {SmallestKm2.ToString(CultureInfo.InvariantCulture)} km2; a sector is no address");
    }

    private static List<GeoPoint> ReadRing(LocatedJson ring)
    {
        var points = ring.Items.ConvertAll(ReadPoint);
        if (points.Count < 4)
        {
            throw SectorReader.Fault(ring.Line, "an outline has fewer than four points");
        }

        return points[0] == points[^1] ? points : throw SectorReader.Fault(ring.Line, "an outline is not closed: its last point is its first");
    }

    private static GeoPoint ReadPoint(LocatedJson point)
        => point.Items.Count >= 2
            && double.TryParse(point.Items[0].Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var lon)
            && double.TryParse(point.Items[1].Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var lat)
            && lon is > 19 and < 23 && lat is > 41 and < 44
            ? new GeoPoint(lat, lon)
            : throw SectorReader.Fault(point.Line, "a point is [longitude, latitude] in degrees, in or near Kosovo");

    /// <summary>Square kilometres, on a plane that touches the country: good enough to tell a sector from a yard.</summary>
    private static double AreaOf(List<GeoPoint> ring)
    {
        var twice = 0.0;
        for (var i = 1; i < ring.Count; i++)
        {
            twice += (ring[i - 1].Lon * ring[i].Lat) - (ring[i].Lon * ring[i - 1].Lat);
        }

        return Math.Abs(twice) / 2 * KmPerDegree * KmPerDegree * Math.Cos(double.DegreesToRadians(ring[0].Lat));
    }
}

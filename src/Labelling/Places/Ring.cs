using System.Text.Json;
using ReportingService.Core.Places;

namespace ReportingService.Labelling.Places;

/// <summary>A closed line on the map.</summary>
internal sealed class Ring(double[] lon, double[] lat)
{
    public static Ring Of(IReadOnlyList<GeoPoint> points) => new([.. points.Select(p => p.Lon)], [.. points.Select(p => p.Lat)]);

    /// <summary>Of <c>municipalities.geojson</c>.</summary>
    public static Ring Read(JsonElement points)
    {
        var all = points.EnumerateArray().ToList();
        if (all.Count < 4)
        {
            throw new InvalidDataException("municipalities.geojson: an outline has fewer than four points.");
        }

        return new Ring([.. all.Select(p => p[0].GetDouble())], [.. all.Select(p => p[1].GetDouble())]);
    }

    /// <summary>Even-odd over all rings: holes and islands come out right.</summary>
    public static bool Around(Ring[] rings, GeoPoint point) => rings.Count(ring => ring.Around(point)) % 2 == 1;

    private bool Around(GeoPoint point)
    {
        var inside = false;
        for (int i = 0, j = lon.Length - 1; i < lon.Length; j = i++)
        {
            if ((lat[i] > point.Lat) != (lat[j] > point.Lat)
                && point.Lon < ((lon[j] - lon[i]) * (point.Lat - lat[i]) / (lat[j] - lat[i])) + lon[i])
            {
                inside = !inside;
            }
        }

        return inside;
    }
}

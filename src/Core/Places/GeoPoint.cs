namespace ReportingService.Core.Places;

/// <summary>A point on the map, WGS 84 degrees. Prints nothing of itself: a pin leads to a reporter.</summary>
public readonly record struct GeoPoint(double Lat, double Lon)
{
    /// <summary>Only the type name.</summary>
    public override string ToString() => nameof(GeoPoint);
}

namespace ReportingService.Benchmarks;

/// <summary>Percentiles of measured times.</summary>
internal static class Percentiles
{
    /// <summary>The value below which <paramref name="share"/> (0 to 1) of the measurements lie. Nearest rank.</summary>
    public static double Of(IReadOnlyCollection<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? 0 : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}

namespace ReportingService.Data;

/// <summary>Times as blunt as their use allows. Threat: exact times can be matched with network logs.</summary>
public static class CoarseTime
{
    /// <summary>Start of the second.</summary>
    public static DateTimeOffset Second(DateTimeOffset time) => Floor(time, TimeSpan.TicksPerSecond);

    /// <summary>Start of the minute.</summary>
    public static DateTimeOffset Minute(DateTimeOffset time) => Floor(time, TimeSpan.TicksPerMinute);

    /// <summary>Start of the half-day (00:00 or 12:00 UTC).</summary>
    public static DateTimeOffset HalfDay(DateTimeOffset time) => Floor(time, 12 * TimeSpan.TicksPerHour);

    /// <summary>Start of the day, UTC.</summary>
    public static DateTimeOffset StartOfDay(DateTimeOffset time) => Floor(time, TimeSpan.TicksPerDay);

    /// <summary>The day, UTC.</summary>
    public static DateOnly Day(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    private static DateTimeOffset Floor(DateTimeOffset time, long ticks) => new(time.UtcTicks - (time.UtcTicks % ticks), TimeSpan.Zero);
}

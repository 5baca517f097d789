namespace ReportingService.Triage.Tests;

/// <summary>A clock that tells the time it is given; timers run on real time.</summary>
public sealed class ManualClock : TimeProvider
{
    private DateTimeOffset _now = System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}

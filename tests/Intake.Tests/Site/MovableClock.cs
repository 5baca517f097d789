namespace ReportingService.Intake.Tests.Site;

/// <summary>The true time, plus what a test adds.</summary>
public sealed class MovableClock : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;
}

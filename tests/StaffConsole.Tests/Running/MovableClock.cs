namespace ReportingService.StaffConsole.Tests.Running;

/// <summary>The real clock, moved forward at will. Timers run in real time.</summary>
public sealed class MovableClock : TimeProvider
{
    private long ahead;

    public void Advance(TimeSpan by) => Interlocked.Add(ref ahead, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref ahead));
}

namespace ReportingService.StaffConsole.Keys;

/// <summary>How a desk's key stands towards its end.</summary>
/// <param name="Desk">The desk.</param>
/// <param name="At">When its newest signed key ends.</param>
/// <param name="Passed">Whether it has ended.</param>
public sealed record KeyEnd(string Desk, DateTimeOffset At, bool Passed)
{
    /// <summary>Said this long before: time enough for a member on leave and for a custodian.</summary>
    public static readonly TimeSpan ToldBefore = TimeSpan.FromDays(30);

    /// <summary>Null while the end is far.</summary>
    public static KeyEnd? Of(string desk, DateTimeOffset at, DateTimeOffset now) => at - now > ToldBefore ? null : new KeyEnd(desk, at, at <= now);
}

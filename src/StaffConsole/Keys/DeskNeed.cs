namespace ReportingService.StaffConsole.Keys;

/// <summary>What keeps a member from reading at a desk, or the desk from getting reports.</summary>
/// <param name="Desk">The desk.</param>
/// <param name="What">Key of the sentences: <c>staff.need.{What}</c> says what is missing, <c>staff.need.{What}.do</c> names the link.</param>
public sealed record DeskNeed(string Desk, string What)
{
    /// <summary>Somebody who has left has had the newest key: a member makes the next.</summary>
    public const string Renewal = "renewal";
}

using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.SignIn;

namespace ReportingService.StaffConsole.ShowEndedSession;

/// <summary>
/// A file of a report in a window of its own goes when its session has ended, back to what then stands in the report's place. Threat: a
/// photo outlasts the session of whoever opened it, and no script can take it away.
/// </summary>
public sealed class WindowEnd(ConsoleSessions sessions, TimeProvider time)
{
    /// <summary>Tells the browser when to go. Inside a page nothing comes of it.</summary>
    public void Mark(HttpContext context)
        => context.Response.Headers["Refresh"] = PageEnd.Of(sessions, context.Staff().Session, "/reports/" + context.Report().Report.Value.ToString("N"), time.GetUtcNow()).Refresh;
}

using System.Globalization;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.SignIn;

namespace ReportingService.StaffConsole.ShowEndedSession;

/// <summary>
/// How long an open page may still show what it shows: the seconds to the end of its session, which session that is, for another one may have
/// begun meanwhile, and whose. Asking is no use of the session; sending is, and happens only after a key or a click.
/// </summary>
public static class SessionEndpoint
{
    /// <summary>GET and POST /session</summary>
    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/session", Say);
        routes.MapPost("/session", Say).RequireAntiforgery();
    }

    /// <summary>Tells a session from the next one of the same browser.</summary>
    public static string MarkOf(UnlockedSession session) => session.StartedAt.UtcTicks.ToString(CultureInfo.InvariantCulture);

    private static string Say(HttpContext context, ConsoleSessions sessions, PageMarks marks, TimeProvider time)
    {
        var session = context.Staff().Session;
        return string.Create(CultureInfo.InvariantCulture, $"{(int)(sessions.EndOf(session) - time.GetUtcNow()).TotalSeconds} {MarkOf(session)} {marks.Of(session.AccountId)}");
    }
}

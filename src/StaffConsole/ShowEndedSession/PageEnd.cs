using ReportingService.StaffConsole.SignIn;

namespace ReportingService.StaffConsole.ShowEndedSession;

/// <summary>When an open page has to be covered, and what then stands in its place.</summary>
/// <param name="At">The end of its session, if nobody does anything.</param>
/// <param name="Seconds">How long that is from now.</param>
/// <param name="Address">The page that replaces it.</param>
public sealed record PageEnd(DateTimeOffset At, int Seconds, string Address)
{
    /// <summary>Without scripts a page goes so long after the end, so that it finds the session over.</summary>
    public const int GraceSeconds = 10;

    /// <summary>What a browser is told in <c>Refresh</c>.</summary>
    public string Refresh => FormattableString.Invariant($"{Seconds + GraceSeconds}; url={Address}");

    /// <summary>For a page at <paramref name="path"/>.</summary>
    public static PageEnd Of(ConsoleSessions sessions, UnlockedSession session, string path, DateTimeOffset now)
    {
        var at = sessions.EndOf(session);
        var back = path.StartsWith("/refused", StringComparison.Ordinal) ? "/" : path;
        return new PageEnd(at, Math.Max(0, (int)(at - now).TotalSeconds), "/session-ended?back=" + Uri.EscapeDataString(back));
    }
}

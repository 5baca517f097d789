namespace ReportingService.StaffConsole.Access;

/// <summary>One line of the access matrix.</summary>
/// <param name="Methods">HTTP methods, separated by a space. GET includes HEAD.</param>
/// <param name="Route">Route pattern without the leading slash.</param>
/// <param name="Roles">Who may use it.</param>
/// <param name="Reach">Which object must be the caller's own.</param>
/// <param name="Watch">Whether a session whose keys were locked for idleness may still use it: the alarm goes on at an unattended screen.</param>
/// <param name="ByItself">Whether an open page asks it by itself: that is no use of the session, or a screen left alone would never lock.</param>
/// <param name="Typed">Whether it takes words that somebody typed: when the session has ended meanwhile, they are given back instead of lost.</param>
public sealed record AccessRule(string Methods, string Route, Roles Roles, Reach Reach = Reach.None, bool Watch = false, bool Typed = false, bool ByItself = false)
{
    /// <summary>Whether the rule covers this method.</summary>
    public bool Covers(string method)
        => Methods.Split(' ').Contains(string.Equals(method, "HEAD", StringComparison.OrdinalIgnoreCase) ? "GET" : method, StringComparer.OrdinalIgnoreCase);
}

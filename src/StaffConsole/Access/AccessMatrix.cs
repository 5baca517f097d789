namespace ReportingService.StaffConsole.Access;

/// <summary>
/// Every route of the console and who may use it. This is not a description of the access rules: it is them. A route that
/// is not listed here answers 404 to everybody.
/// </summary>
public static class AccessMatrix
{
    private const string Read = "GET";
    private const string Send = "POST";
    private const string Both = "GET POST";

    /// <summary>The matrix.</summary>
    public static IReadOnlyList<AccessRule> Rules { get; } =
    [
        new(Read, "assets/{name}", Roles.Anyone, Watch: true),
        new(Read, "favicon.ico", Roles.Anyone, Watch: true),
        new(Read, "healthz", Roles.Anyone, Watch: true),
        new(Read, "", Roles.Anyone, Watch: true),
        new(Both, "refused/{status:int}", Roles.Anyone, Watch: true),
        new(Both, "sign-in", Roles.Anyone, Watch: true),
        new(Both, "session-ended", Roles.Anyone, Watch: true),
        new(Read, "session", Roles.Staff, ByItself: true),
        new(Send, "session", Roles.Staff),
        new(Send, "sign-out", Roles.Staff, Watch: true),
        new(Both, "invite", Roles.Anyone, Watch: true),
        new(Send, "language", Roles.Anyone, Watch: true),
        new(Read, "account", Roles.Staff),
        new(Both, "account/passphrase", Roles.Staff),

        new(Read, "queue", Roles.Casework),
        new(Read, "queue/rows", Roles.Casework, ByItself: true),
        new(Read, "queue/alarms", Roles.Casework, Watch: true),
        new(Read, "queue/events", Roles.Casework, Watch: true),
        new(Read, "notices", Roles.Casework),
        new(Send, "notices/{id}/ask", Roles.Casework),

        new(Read, "reports/{id}", Roles.Casework, Reach.ReadableReport),
        new(Read, "reports/{id}/standing", Roles.Casework, Reach.ReadableReport, ByItself: true),
        new(Read, "reports/{id}/files/{item}", Roles.Casework, Reach.ReadableReport),
        new(Read, "reports/{id}/files/{item}/preview", Roles.Casework, Reach.ReadableReport),
        new(Read, "reports/{id}/files/{item}/clip", Roles.Casework, Reach.ReadableReport),
        new(Send, "reports/{id}/take", Roles.Casework, Reach.HeldReport),
        new(Send, "reports/{id}/release", Roles.Casework, Reach.HeldReport),
        new(Send, "reports/{id}/accept", Roles.Casework, Reach.HeldReport),
        new(Both, "reports/{id}/ask", Roles.Casework, Reach.HeldReport, Typed: true),
        new(Both, "reports/{id}/note", Roles.Casework, Reach.ReadableReport, Typed: true),
        new(Both, "reports/{id}/bounce", Roles.Casework, Reach.HeldReport),
        new(Both, "reports/{id}/not-spam", Roles.Casework, Reach.HeldReport),
        new(Both, "reports/{id}/recuse", Roles.Casework, Reach.ReadableReport),
        new(Both, "reports/{id}/pass-on", Roles.Casework, Reach.HeldReport),
        new(Both, "reports/{id}/send-back", Roles.Casework, Reach.HeldReport, Typed: true),
        new(Both, "reports/{id}/refer", Roles.Casework, Reach.HeldReport, Typed: true),
        new(Both, "reports/{id}/close", Roles.Casework, Reach.HeldReport),
        new(Send, "reports/{id}/grant-access", Roles.Casework, Reach.HeldReport),
        new(Both, "reports/{id}/hand-off", Roles.Operator | Roles.Supervisor, Reach.HeldReport, Typed: true),

        new(Read, "desks", Roles.Casework),
        new(Send, "desks/{desk}/make-key", Roles.Casework, Reach.OwnDesk),
        new(Send, "desks/{desk}/admit", Roles.Casework, Reach.ActiveDesk),
        new(Both, "desks/{desk}/make-key-anew", Roles.Casework, Reach.ActiveDesk),
        new(Both, "desks/{desk}/rotate-key", Roles.Casework, Reach.ActiveDesk),

        // Who writes rules reads no report; who administers accounts writes no rule. Members of desks read what is proposed, and those of
        // the Inspectorate and the helpline sign for their body (RuleSignatures checks which).
        new(Read, "rules", Roles.RuleAuthor | Roles.Casework),
        new(Send, "rules/key", Roles.RuleAuthor),
        new(Send, "rules/begin", Roles.RuleAuthor),
        new(Read, "rules/bounces", Roles.RuleAuthor),
        new(Read, "rules/versions/{number:int}", Roles.RuleAuthor | Roles.Casework),
        new(Read, "rules/drafts/{draft}", Roles.RuleAuthor | Roles.Casework),
        new(Send, "rules/drafts/{draft}", Roles.RuleAuthor, Typed: true),
        new(Both, "rules/drafts/{draft}/rules/{place}", Roles.RuleAuthor, Typed: true),
        new(Send, "rules/drafts/{draft}/propose", Roles.RuleAuthor),
        new(Send, "rules/drafts/{draft}/take-back", Roles.RuleAuthor),
        new(Send, "rules/drafts/{draft}/drop", Roles.RuleAuthor),
        new(Send, "rules/drafts/{draft}/activate", Roles.RuleAuthor),
        new(Send, "rules/drafts/{draft}/co-sign", Roles.Casework),
        new(Send, "rules/drafts/{draft}/decline", Roles.RuleAuthor | Roles.Casework),
        new(Both, "rules/drafts/{draft}/try", Roles.Casework),

        new(Both, "accounts", Roles.Administrator),
        new(Both, "accounts/new", Roles.Administrator),
        new(Both, "accounts/{account}", Roles.Administrator),
        new(Read, "readiness", Roles.Administrator | Roles.Supervisor),
        new(Read, "audit", Roles.Auditor),
    ];

    /// <summary>The rule of a route; null when the route may be used by nobody.</summary>
    public static AccessRule? Find(string? route, string method)
        => Rules.FirstOrDefault(rule => string.Equals(rule.Route, route?.Trim('/'), StringComparison.OrdinalIgnoreCase) && rule.Covers(method));
}

namespace ReportingService.Triage.RouteReport;

/// <summary>What came of one delivery.</summary>
public abstract record RouteReportOutcome
{
    /// <summary>Decided now; <paramref name="Holder"/> is the desk with the key, null when the case waits at recovery.</summary>
    public sealed record Routed(string? Holder) : RouteReportOutcome;

    /// <summary>A copy of this message, or another one for the same report, was first.</summary>
    public sealed record AlreadyRouted : RouteReportOutcome;

    /// <summary>The report no longer exists.</summary>
    public sealed record Gone : RouteReportOutcome;

    /// <summary>Not now; the message comes again.</summary>
    public sealed record Later(string Code) : RouteReportOutcome;
}

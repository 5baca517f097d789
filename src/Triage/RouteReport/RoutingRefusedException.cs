namespace ReportingService.Triage.RouteReport;

/// <summary>A report that can't be routed as things stand; it comes again, and an operator sees the code.</summary>
public sealed class RoutingRefusedException(string code) : Exception(code)
{
    /// <summary>Stable code, stored with the message.</summary>
    public string Code { get; } = code;
}

using ReportingService.Core.Messages;

namespace ReportingService.Triage.RouteReport;

/// <summary>What is to be done for one message, as things stood when its report was read.</summary>
internal abstract record PlannedReport(ReportSubmitted Message)
{
    /// <summary>To be written.</summary>
    public sealed record Ready(ReportSubmitted Message, RoutePlan Plan) : PlannedReport(Message);

    /// <summary>Nothing is left to do but to finish the message.</summary>
    public sealed record Done(ReportSubmitted Message, RouteReportOutcome Outcome) : PlannedReport(Message);

    /// <summary>Can't be routed as things stand.</summary>
    public sealed record Refused(ReportSubmitted Message, Exception Reason) : PlannedReport(Message);
}

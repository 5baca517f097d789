using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Data;

namespace ReportingService.StaffConsole.SendBackReport;

/// <summary>
/// Who may send a report back, and where to: the desk that it was passed or bounced to, to the desk that did so. Not what was itself sent
/// back, and each desk once with a report: two desks do not play it to and fro while its clock runs.
/// </summary>
public static class SendBackRule
{
    /// <summary>The reason of such a move, as it is counted and stands in the decision.</summary>
    public const string Reason = "sent_back";

    /// <summary>The desk it came from, by its sealed decision; null when it came from none, or by another way than passing or bouncing.</summary>
    public static string? From(RoutingDecision? decision, string desk)
        => decision?.Reasons.LastOrDefault(reason => reason.StartsWith("moved.", StringComparison.Ordinal))?.Split(' ') is [var how, var from, var to]
            && to == desk && (how == "moved.passed_on" || how.StartsWith("moved.bounce.", StringComparison.Ordinal))
            ? from : null;

    /// <summary>Whether a desk has sent it back already.</summary>
    public static Task<bool> HasSentAsync(ReportingDb db, ReportId report, string desk, CancellationToken cancellationToken)
        => db.Bounces.AnyAsync(bounce => bounce.CaseId == report.Value && bounce.FromDesk == desk && bounce.Reason == Reason, cancellationToken);
}

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

    /// <summary>Its audit line, whose detail is <c>FROM&gt;TO</c>.</summary>
    public const string Done = "report_sent_back";

    /// <summary>The desk it came from, by its sealed decision; null when it came from none, or by another way than passing or bouncing.</summary>
    public static string? From(RoutingDecision? decision, string desk)
        => LastMove(decision) is [var how, var from, var to]
            && to == desk && (how == "moved.passed_on" || how.StartsWith("moved.bounce.", StringComparison.Ordinal))
            ? from : null;

    /// <summary>The desk that sent it back to where it is now; null when it came here another way.</summary>
    public static string? SentBackBy(RoutingDecision? decision, string? desk)
        => LastMove(decision) is [var how, var from, var to] && to == desk && how == "moved." + Reason ? from : null;

    /// <summary>
    /// Of these reports those that were sent back to the desk that holds them. In lists, where nothing sealed is opened, the audit log says so.
    /// </summary>
    public static async Task<IReadOnlySet<Guid>> AmongAsync(ReportingDb db, IReadOnlyCollection<Guid> reports, CancellationToken cancellationToken)
    {
        var returned = await db.Bounces.AsNoTracking().Where(bounce => reports.Contains(bounce.CaseId) && bounce.Reason == Reason)
            .Select(bounce => bounce.CaseId).Distinct().ToListAsync(cancellationToken);
        if (returned.Count == 0)
        {
            return new HashSet<Guid>();
        }

        var cases = (await db.Cases.AsNoTracking().Where(row => returned.Contains(row.Id)).Select(row => new { row.Id, row.AuditId, row.HolderDesk }).ToListAsync(cancellationToken))
            .ToDictionary(row => row.AuditId.ToString("N"), StringComparer.Ordinal);
        var subjects = cases.Keys.ToList();
        var lines = await db.AuditEntries.AsNoTracking().Where(entry => subjects.Contains(entry.Subject) && entry.Action == Done)
            .Select(entry => new { entry.Subject, entry.Detail }).ToListAsync(cancellationToken);
        return lines.Where(line => line.Detail.EndsWith(">" + cases[line.Subject].HolderDesk, StringComparison.Ordinal)).Select(line => cases[line.Subject].Id).ToHashSet();
    }

    /// <summary>Whether a desk has sent it back already.</summary>
    public static Task<bool> HasSentAsync(ReportingDb db, ReportId report, string desk, CancellationToken cancellationToken)
        => db.Bounces.AnyAsync(bounce => bounce.CaseId == report.Value && bounce.FromDesk == desk && bounce.Reason == Reason, cancellationToken);

    private static string[]? LastMove(RoutingDecision? decision)
        => decision?.Reasons.LastOrDefault(reason => reason.StartsWith("moved.", StringComparison.Ordinal))?.Split(' ');
}

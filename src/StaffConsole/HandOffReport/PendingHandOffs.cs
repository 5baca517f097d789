using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;

namespace ReportingService.StaffConsole.HandOffReport;

/// <summary>
/// Hand-offs of the helpline that wait for a second person. A life may hang on them: whoever may confirm is told in the queue, not only
/// on the report's page. By the audit log alone: a mark, nothing leaves by it.
/// </summary>
public sealed class PendingHandOffs(RoutingData routing, TimeProvider time)
{
    /// <summary>The audit line of a proposal.</summary>
    public const string Proposed = "hand_off_proposed";

    private const string HandedOff = "handed_off";
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    /// <summary>Open reports at the reader's helpline desks with a proposal of somebody else that nobody has carried out.</summary>
    public async Task<IReadOnlyList<Guid>> ReadAsync(ReportingDb db, StaffUser user, CancellationToken cancellationToken)
    {
        var desks = user.ActiveDesks.Where(desk => routing.Desks.Find(desk)?.Domain == KeyDomain.Helpline).ToList();
        if (desks.Count == 0)
        {
            return [];
        }

        // The log's index is by subject: the open reports of the helpline first, then the lines of each.
        var since = time.GetUtcNow() - Remembered;
        var open = await db.Cases.AsNoTracking()
            .Where(row => desks.Contains(row.HolderDesk!) && row.State != ReportState.Closed && row.State != ReportState.Withdrawn && row.LastActivityAt > since
                && !db.Recusals.Any(recusal => recusal.CaseId == row.Id && recusal.AccountId == user.AccountId))
            .Select(row => new { row.Id, row.AuditId }).ToListAsync(cancellationToken);
        var reports = open.ToDictionary(row => row.AuditId.ToString("N"), row => row.Id, StringComparer.Ordinal);
        var names = reports.Keys.ToList();
        var lines = await db.AuditEntries.AsNoTracking()
            .Where(line => names.Contains(line.Subject) && (line.Action == Proposed || line.Action == HandedOff))
            .Select(line => new { line.Action, line.Subject, line.Actor, line.Detail }).ToListAsync(cancellationToken);
        var done = lines.Where(line => line.Action == HandedOff).Select(line => ItemOf(line.Detail)).ToHashSet(StringComparer.Ordinal);
        return [.. lines.Where(line => line.Action == Proposed && line.Actor != user.Actor && !done.Contains(ItemOf(line.Detail))).Select(line => reports[line.Subject]).Distinct()];
    }

    private static string ItemOf(string detail) => detail[(detail.LastIndexOf('=') + 1)..];
}

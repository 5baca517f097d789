using Microsoft.EntityFrameworkCore;

namespace ReportingService.Data;

/// <summary>
/// Makes days of the times of a report that has ended. Threat: exact times of a report's life can be matched with network logs for as
/// long as they are kept; only the clocks of an open report need them.
/// </summary>
public static class CaseTimes
{
    /// <summary>The report's own row. The answer is whether anything changed.</summary>
    public static bool ToDays(Case report)
    {
        var before = (report.CreatedAt, report.RoutedAt, report.FirstOpenedAt, report.AcceptedAt, report.OwnedAt, report.LastActivityAt, report.AlarmedAt);
        report.CreatedAt = CoarseTime.StartOfDay(report.CreatedAt);
        report.RoutedAt = StartOfDay(report.RoutedAt);
        report.FirstOpenedAt = StartOfDay(report.FirstOpenedAt);
        report.AcceptedAt = StartOfDay(report.AcceptedAt);
        report.OwnedAt = StartOfDay(report.OwnedAt);
        report.LastActivityAt = CoarseTime.StartOfDay(report.LastActivityAt);
        report.AlarmedAt = null;
        return before != (report.CreatedAt, report.RoutedAt, report.FirstOpenedAt, report.AcceptedAt, report.OwnedAt, report.LastActivityAt, report.AlarmedAt);
    }

    /// <summary>
    /// What hangs on it: the routing, notices, bounces, recusals. Reads and writes the times alone, for Triage's login may see no more
    /// of these rows.
    /// </summary>
    public static async Task RestToDaysAsync(ReportingDb db, Guid report, CancellationToken cancellationToken)
    {
        foreach (var at in await db.RoutingRecords.Where(r => r.CaseId == report).Select(r => r.DecidedAt).Distinct().ToListAsync(cancellationToken))
        {
            var day = CoarseTime.StartOfDay(at);
            await db.RoutingRecords.Where(r => r.CaseId == report && r.DecidedAt == at).ExecuteUpdateAsync(r => r.SetProperty(x => x.DecidedAt, day), cancellationToken);
        }

        foreach (var at in await db.Notices.Where(n => n.CaseId == report).Select(n => n.CreatedAt).Distinct().ToListAsync(cancellationToken))
        {
            var day = CoarseTime.StartOfDay(at);
            await db.Notices.Where(n => n.CaseId == report && n.CreatedAt == at).ExecuteUpdateAsync(n => n.SetProperty(x => x.CreatedAt, day), cancellationToken);
        }

        foreach (var at in await db.Notices.Where(n => n.CaseId == report && n.AccessRequestedAt != null).Select(n => n.AccessRequestedAt).Distinct().ToListAsync(cancellationToken))
        {
            var day = StartOfDay(at);
            await db.Notices.Where(n => n.CaseId == report && n.AccessRequestedAt == at).ExecuteUpdateAsync(n => n.SetProperty(x => x.AccessRequestedAt, day), cancellationToken);
        }

        foreach (var at in await db.Bounces.Where(b => b.CaseId == report).Select(b => b.At).Distinct().ToListAsync(cancellationToken))
        {
            var day = CoarseTime.StartOfDay(at);
            await db.Bounces.Where(b => b.CaseId == report && b.At == at).ExecuteUpdateAsync(b => b.SetProperty(x => x.At, day), cancellationToken);
        }

        foreach (var at in await db.Recusals.Where(r => r.CaseId == report).Select(r => r.At).Distinct().ToListAsync(cancellationToken))
        {
            var day = CoarseTime.StartOfDay(at);
            await db.Recusals.Where(r => r.CaseId == report && r.At == at).ExecuteUpdateAsync(r => r.SetProperty(x => x.At, day), cancellationToken);
        }
    }

    /// <summary>True when the row's times are days already, as after a withdrawal that was taken back: no wait can be told from them.</summary>
    public static bool AreDays(Case report)
        => new[] { report.CreatedAt, report.RoutedAt, report.FirstOpenedAt }.All(time => time is null || time == StartOfDay(time));

    private static DateTimeOffset? StartOfDay(DateTimeOffset? time) => time is { } known ? CoarseTime.StartOfDay(known) : null;
}

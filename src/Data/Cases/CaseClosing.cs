using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;

namespace ReportingService.Data;

/// <summary>
/// Closes a report. Threat: exact times of a report's life can be matched with network logs for as long as they are kept. The clocks
/// needed them while it was open; now the waits are counted without an id, and every time becomes its day.
/// </summary>
public static class CaseClosing
{
    /// <summary>To be called in the transaction that closes; the caller has checked that the report may be closed.</summary>
    public static async Task CloseAsync(ReportingDb db, Case report, string outcome, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await Durations.CountAsync(db, report, now, cancellationToken);
        report.State = ReportState.Closed;
        report.Outcome = outcome;
        report.ClosedAt = StartOfDay(now);
        report.CreatedAt = StartOfDay(report.CreatedAt);
        report.RoutedAt = StartOfDay(report.RoutedAt);
        report.FirstOpenedAt = StartOfDay(report.FirstOpenedAt);
        report.AcceptedAt = StartOfDay(report.AcceptedAt);
        report.OwnedAt = StartOfDay(report.OwnedAt);
        report.AlarmedAt = null;
        report.LastActivityAt = StartOfDay(now);
        if (await db.RoutingRecords.SingleOrDefaultAsync(r => r.CaseId == report.Id, cancellationToken) is { } routing)
        {
            routing.DecidedAt = StartOfDay(routing.DecidedAt);
        }

        await foreach (var notice in db.Notices.Where(n => n.CaseId == report.Id).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            notice.CreatedAt = StartOfDay(notice.CreatedAt);
            notice.AccessRequestedAt = StartOfDay(notice.AccessRequestedAt);
        }

        await foreach (var bounce in db.Bounces.Where(b => b.CaseId == report.Id).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            bounce.At = StartOfDay(bounce.At);
        }

        await foreach (var recusal in db.Recusals.Where(r => r.CaseId == report.Id).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            recusal.At = StartOfDay(recusal.At);
        }
    }

    private static DateTimeOffset StartOfDay(DateTimeOffset time) => new(time.UtcDateTime.Date, TimeSpan.Zero);

    private static DateTimeOffset? StartOfDay(DateTimeOffset? time) => time is { } known ? StartOfDay(known) : null;
}

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
        report.ClosedAt = CoarseTime.StartOfDay(now);
        report.LastActivityAt = now;
        CaseTimes.ToDays(report);

        // Nothing can be handed off any more.
        await db.HandOffProposals.Where(proposal => proposal.CaseId == report.Id).ExecuteDeleteAsync(cancellationToken);
        await CaseTimes.RestToDaysAsync(db, report.Id, cancellationToken);
    }
}

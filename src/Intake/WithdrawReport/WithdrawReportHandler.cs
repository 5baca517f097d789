using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.Intake.OpenReceipt;
using ReportingService.Sealing;

namespace ReportingService.Intake.WithdrawReport;

/// <summary>The reporter ends a report, or takes that back within seven days. Deletion itself is retention's work.</summary>
public sealed class WithdrawReportHandler(IDatabaseWriter writer, Outbox outbox, Trust trust, TimeProvider clock)
{
    /// <summary>How long a withdrawal can be undone.</summary>
    public static readonly TimeSpan UndoTime = TimeSpan.FromDays(7);

    private const int Attempts = 5;

    /// <summary>Withdraws. False when the receipt opens nothing. Doing it twice is the same as once.</summary>
    public Task<bool> WithdrawAsync(Receipt receipt, CancellationToken cancellationToken) => ChangeAsync(receipt, Withdraw, cancellationToken);

    /// <summary>Takes a withdrawal back.</summary>
    public Task<bool> UndoAsync(Receipt receipt, CancellationToken cancellationToken) => ChangeAsync(receipt, Undo, cancellationToken);

    private async Task<bool> ChangeAsync(Receipt receipt, Func<Case, bool> change, CancellationToken cancellationToken)
    {
        using var reporter = ReporterKey.From(receipt, trust.Instance);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await writer.WriteAsync(
                    async (db, ct) =>
                    {
                        var cases = await ReporterCases.FindAsync(db, reporter, track: true, ct);
                        foreach (var report in cases.Where(change))
                        {
                            outbox.Add(db, OutboxKind.CaseChanged, report.Id, report.Urgency, report.HolderDesk ?? string.Empty);
                        }

                        return cases.Count > 0;
                    },
                    cancellationToken);
            }
            catch (DbUpdateConcurrencyException) when (attempt < Attempts)
            {
                // An officer changed the case at the same moment.
            }
        }
    }

    private bool Withdraw(Case report)
    {
        if (report.State is ReportState.Withdrawn or ReportState.Closed)
        {
            return false;
        }

        var now = CoarseTime.HalfDay(clock.GetUtcNow());
        report.StateBeforeWithdrawal = report.State;
        report.State = ReportState.Withdrawn;
        report.WithdrawnAt = now;

        // To the end of a day, so that nobody gets less than seven days and the page can name the last one.
        report.DeleteAfter = report.LegalHold ? null : CoarseTime.StartOfDay(now) + UndoTime + TimeSpan.FromDays(1);

        // It has ended, so no clock needs its minutes. Triage does the same to what hangs on it, which this process may not touch.
        report.LastActivityAt = now;
        CaseTimes.ToDays(report);
        return true;
    }

    private bool Undo(Case report)
    {
        if (report.State != ReportState.Withdrawn || (report.DeleteAfter is { } end && clock.GetUtcNow() >= end))
        {
            return false;
        }

        report.State = report.StateBeforeWithdrawal ?? ReportState.Received;
        report.StateBeforeWithdrawal = null;
        report.WithdrawnAt = null;
        report.DeleteAfter = null;
        report.LastActivityAt = CoarseTime.Minute(clock.GetUtcNow());
        return true;
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ReportingService.Core.Messages;
using ReportingService.Core.Reports;
using ReportingService.Data;

namespace ReportingService.Triage.SetAsideReport;

/// <summary>
/// Takes a report out of the reach of a desk that its reporter named later. The desk's wrap of the key is set aside, not destroyed:
/// words that were recognised wrongly must not cost a report for ever. No session opens what is set aside; only a custodian can
/// pass it on, to the body that got the words (decision 0011).
/// </summary>
public sealed class SetAsideReportHandler(IDatabaseWriter writer, Outbox outbox, Inbox inbox, Audit audit, TimeProvider clock, ILogger<SetAsideReportHandler> logger)
{
    /// <summary>The inbox knows the effect by this name.</summary>
    public const string Consumer = "set_aside_report";

    /// <summary>Sets aside; a message that comes twice has one effect. False: it was put off.</summary>
    public async Task<bool> HandleAsync(HolderExcluded message, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await writer.WriteAsync((db, ct) => ApplyAsync(db, message, ct), cancellationToken);
            }
            catch (Exception e) when (attempt < 4 && DatabaseErrors.IsUniqueViolation(e))
            {
                // Threat: a row that clashes taken for "set aside already", and the desk named by its reporter goes on reading.
                if (await writer.WriteAsync((db, ct) => inbox.FinishIfHadAsync(db, message.OutboxId, Consumer, ct), cancellationToken))
                {
                    return true;
                }
            }
            catch (DbUpdateConcurrencyException) when (attempt < 4)
            {
                // An officer changed the case in the same moment; look again.
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                TriageLog.WorkFailed(logger, nameof(SetAsideReport), e.GetType().Name);
                return false;
            }
        }
    }

    private async Task<bool> ApplyAsync(ReportingDb db, HolderExcluded message, CancellationToken cancellationToken)
    {
        var report = await db.Cases.SingleOrDefaultAsync(c => c.Id == message.ReportId, cancellationToken);
        if (report is not null && !await db.RoutingRecords.AnyAsync(r => r.CaseId == report.Id, cancellationToken))
        {
            // Still on its way: routing would give it to the desk after this.
            await inbox.MarkFailedAsync(db, message.OutboxId, "not_routed", cancellationToken);
            return false;
        }

        if (report is not null)
        {
            await TakeAwayAsync(db, report, message.HolderDesk, cancellationToken);
        }

        await inbox.FinishAsync(db, message.OutboxId, Consumer, cancellationToken);
        return true;
    }

    private async Task TakeAwayAsync(ReportingDb db, Case report, string desk, CancellationToken cancellationToken)
    {
        // Threat: whom the holder lent the key goes on reading what the holder may not. The report leaves the police; nobody there keeps one.
        var everybody = desk.Length == 0 || desk == report.HolderDesk;
        var losing = await db.CaseGrants.Where(grant => grant.CaseId == report.Id && grant.HolderKind == HolderKind.Desk && (everybody || grant.Holder == desk))
            .Select(grant => grant.Holder).Distinct().ToListAsync(cancellationToken);
        if (everybody && losing.Count == 0)
        {
            // It waits for a reader. Whoever hands it over later must know, whatever the rows say then.
            await audit.AppendAsync(db, "triage", "report_set_aside", report.AuditId.ToString("N"), "", cancellationToken);
        }

        foreach (var holder in losing)
        {
            // Threat: the desk named by its reporter goes on reading. One that was set aside before says no more than this one.
            await db.CaseGrants.Where(grant => grant.CaseId == report.Id && grant.HolderKind == HolderKind.SetAside && grant.Holder == holder).ExecuteDeleteAsync(cancellationToken);
            await db.CaseGrants.Where(grant => grant.CaseId == report.Id && grant.HolderKind == HolderKind.Desk && grant.Holder == holder)
                .ExecuteUpdateAsync(grant => grant.SetProperty(row => row.HolderKind, HolderKind.SetAside), cancellationToken);
            await audit.AppendAsync(db, "triage", "report_set_aside", report.AuditId.ToString("N"), holder, cancellationToken);
            outbox.Add(db, OutboxKind.CaseChanged, report.Id, report.Urgency, holder);
            if (report.HolderDesk == holder)
            {
                ForgetHolder(report);
            }
        }
    }

    private void ForgetHolder(Case report)
    {
        report.HolderDesk = null;
        report.OwnerAccountId = null;
        report.OwnedAt = null;
        report.EscalateTo = null;
        report.StateOnceRead = null;
        if (report.State == ReportState.Withdrawn)
        {
            report.StateBeforeWithdrawal = ReportState.Received;
        }
        else if (report.State != ReportState.Closed)
        {
            report.State = ReportState.Received;
            report.LastActivityAt = CoarseTime.Minute(clock.GetUtcNow());
        }
    }
}

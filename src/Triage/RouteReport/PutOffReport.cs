using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ReportingService.Core.Messages;
using ReportingService.Data;

namespace ReportingService.Triage.RouteReport;

/// <summary>Leaves a report that can't be routed now to the outbox, with the reason; what looks like meddling goes on record.</summary>
public sealed class PutOffReport(IDatabaseWriter writer, Inbox inbox, Audit audit, ILogger<PutOffReport> logger)
{
    private static readonly HashSet<string> MeddledCodes =
        ["seal_broken", "labels_unreadable", "protection_crossed", "protection_differs", "domain_crossed", "excluded_holder", "grant_missing", "envelope_missing", "key_mismatch"];

    public async Task<RouteReportOutcome> HandleAsync(ReportSubmitted message, string code, CancellationToken cancellationToken)
    {
        TriageLog.NotRouted(logger, message.ReportId, code);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await writer.WriteAsync(
                    async (db, ct) =>
                    {
                        await inbox.MarkFailedAsync(db, message.OutboxId, code, ct);
                        await RecordMeddlingAsync(db, message.ReportId, code, ct);
                    },
                    cancellationToken);
                break;
            }
            catch (DbUpdateConcurrencyException) when (attempt < 4)
            {
                // Another worker or the sweeper wrote the row in the same moment: what is on record must not be lost for it.
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // The row is as it was: unfinished. The sweeper sends the message again.
                TriageLog.WorkFailed(logger, nameof(PutOffReport), e.GetType().Name);
                break;
            }
        }

        return new RouteReportOutcome.Later(code);
    }

    /// <summary>Threat: rows changed behind the service's back, so that a report goes elsewhere. Nothing a reporter sends leads here. Once per report.</summary>
    private async Task RecordMeddlingAsync(ReportingDb db, Guid reportId, string code, CancellationToken cancellationToken)
    {
        if (!MeddledCodes.Contains(code) || await db.Cases.Where(c => c.Id == reportId).Select(c => (Guid?)c.AuditId).SingleOrDefaultAsync(cancellationToken) is not { } name)
        {
            return;
        }

        var subject = name.ToString("N");
        if (!await db.AuditEntries.AnyAsync(entry => entry.Action == "routing_refused" && entry.Subject == subject, cancellationToken))
        {
            await audit.AppendAsync(db, "triage", "routing_refused", subject, code, cancellationToken);
        }
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ReportingService.Core.Reports;
using ReportingService.Data;

namespace ReportingService.Triage.ExpireReports;

/// <summary>
/// Ends reports whose time has come: keys first, so that from then on nothing opens even from a copy of the rest; then blobs and rows.
/// A kill between the two is picked up by the next run. A certificate remains.
/// </summary>
public sealed class ExpireReportsHandler(
    IDbContextFactory<ReportingDb> databases, IDatabaseWriter writer, ISealedBlobs blobs, Audit audit, TimeProvider clock,
    IOptions<TriageOptions> options, ILogger<ExpireReportsHandler> logger)
{
    public async Task<int> HandleAsync(CancellationToken cancellationToken)
    {
        var due = await DueAsync(cancellationToken);
        foreach (var (id, reason) in due)
        {
            if (await DestroyKeysAsync(id, cancellationToken) is { } keys)
            {
                await DestroyRestAsync(id, reason, keys, cancellationToken);
            }
        }

        if (due.Count > 0)
        {
            TriageLog.Expired(logger, due.Count);
        }

        return due.Count;
    }

    private async Task<List<(Guid Id, string Reason)>> DueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var withdrawnBefore = now.AddDays(-options.Value.WithdrawnDays);
        var closedBefore = now.AddDays(-options.Value.ClosedDays);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await db.Cases.AsNoTracking()
            .Where(c => !c.LegalHold
                && ((c.State == ReportState.Withdrawn && (c.DeleteAfter ?? c.WithdrawnAt) != null
                        && ((c.DeleteAfter != null && c.DeleteAfter <= now) || (c.DeleteAfter == null && c.WithdrawnAt <= withdrawnBefore)))
                    || (c.State == ReportState.Closed
                        && ((c.DeleteAfter != null && c.DeleteAfter <= now) || (c.DeleteAfter == null && c.ClosedAt <= closedBefore)))))
            .OrderBy(c => c.Id).Take(500).Select(c => new { c.Id, c.State }).ToListAsync(cancellationToken);
        return rows.ConvertAll(r => (r.Id, r.State == ReportState.Withdrawn ? "withdrawn" : "retention"));
    }

    private Task<int?> DestroyKeysAsync(Guid id, CancellationToken cancellationToken)
        => writer.WriteAsync<int?>(
            async (db, ct) =>
            {
                // Read again inside: a withdrawal may have been taken back, or a hold set, a moment ago.
                if (!await db.Cases.AnyAsync(c => c.Id == id && !c.LegalHold && (c.State == ReportState.Withdrawn || c.State == ReportState.Closed), ct))
                {
                    return null;
                }

                db.KeysDestroyed();
                return await db.CaseGrants.Where(g => g.CaseId == id).ExecuteDeleteAsync(ct)
                    + await db.RouterEnvelopes.Where(e => e.CaseId == id).ExecuteDeleteAsync(ct);
            },
            cancellationToken);

    /// <summary>
    /// Deletes the row, and gives what the receipt is found by to another part of the same report that is left. Threat: the first part ends,
    /// and with it the way back to the helpline or the Inspectorate, who still write to a reporter that can't read it.
    /// </summary>
    private static async Task LeaveReceiptAsync(ReportingDb db, Case report, CancellationToken cancellationToken)
    {
        var lookup = report.ReceiptLookup;
        var next = await db.Cases.Where(c => c.ReporterPublicKey == report.ReporterPublicKey && c.Id != report.Id).OrderBy(c => c.CreatedAt).ThenBy(c => c.Id)
            .Select(c => (Guid?)c.Id).FirstOrDefaultAsync(cancellationToken);
        await db.Cases.Where(c => c.Id == report.Id).ExecuteDeleteAsync(cancellationToken);
        if (next is not null)
        {
            await db.Cases.Where(c => c.Id == next).ExecuteUpdateAsync(c => c.SetProperty(row => row.ReceiptLookup, lookup), cancellationToken);
        }
    }

    private async Task DestroyRestAsync(Guid id, string reason, int keys, CancellationToken cancellationToken)
    {
        List<string> names;
        await using (var db = await databases.CreateDbContextAsync(cancellationToken))
        {
            names = await db.CaseItems.Where(i => i.CaseId == id && i.BlobName != null).Select(i => i.BlobName!).ToListAsync(cancellationToken);
        }

        foreach (var name in names)
        {
            await blobs.DeleteAsync(name, cancellationToken);
        }

        await writer.WriteAsync(
            async (db, ct) =>
            {
                var report = await db.Cases.SingleAsync(c => c.Id == id, ct);
                var items = await db.CaseItems.CountAsync(i => i.CaseId == id, ct) + await db.CaseMessages.CountAsync(m => m.CaseId == id, ct);
                db.DeletionCertificates.Add(new DeletionCertificate
                {
                    AuditId = report.AuditId,
                    Reason = reason,
                    Day = CoarseTime.Day(clock.GetUtcNow()),
                    KeysDestroyed = keys,
                    ItemsDestroyed = items,
                    BlobsDestroyed = names.Count,
                });

                // What a reporter causes never enters the audit log: only the end by retention is told there.
                if (reason == "retention")
                {
                    await audit.AppendAsync(db, "triage", "report_expired", report.AuditId.ToString("N"), reason, ct);
                }

                await db.Outbox.Where(m => m.CaseId == id).ExecuteDeleteAsync(ct);
                await LeaveReceiptAsync(db, report, ct);
                db.KeysDestroyed();
            },
            cancellationToken);
    }
}

using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;

namespace ReportingService.Standalone.Custody;

/// <summary>
/// Reports whose holder was named later by their reporter wait set aside (decision 0011). A custodian of the holder's domain opens the
/// desk's key with the recovery key and passes the report to the Inspectorate, which got the reporter's later words.
/// </summary>
internal static class SetAsideRelease
{
    private const string To = "PIK";

    /// <returns>How many were passed on, and how many no longer open; null when the Inspectorate has no valid key.</returns>
    public static async Task<(int Passed, int Altered)?> ReleaseAsync(
        ReportingDb db, IDatabaseWriter writer, Audit audit, Outbox outbox, RecoveryOpener recovery, Trust trust, DeskDirectory desks, VerifiedDeskKeys keys, CancellationToken cancellation)
    {
        var rows = await (
            from grant in db.CaseGrants.AsNoTracking()
            where grant.HolderKind == HolderKind.SetAside && grant.Domain == recovery.Domain
            join report in db.Cases.AsNoTracking() on grant.CaseId equals report.Id
            join unit in db.UnitKeys.AsNoTracking() on new { Desk = grant.Holder, grant.Epoch } equals new { unit.Desk, unit.Epoch }
            where report.HolderDesk == null
            select new { grant, report, unit }).ToListAsync(cancellation);
        if (rows.Count == 0)
        {
            return (0, 0);
        }

        if (await keys.CurrentAsync(db, To, desks[To].Domain, cancellation) is not ChainVerdict.Current { Key: var target })
        {
            return null;
        }

        var (passed, altered) = (0, 0);
        foreach (var waiting in rows.GroupBy(row => row.report.Id))
        {
            // The desk that held it, and whoever it was lent to: each of their wraps opens the same key.
            if (waiting.Select(row => Wrap(recovery, trust, row.report, row.grant, row.unit, target)).FirstOrDefault(wrap => wrap is not null) is { } wrapped)
            {
                await writer.WriteAsync((write, ct) => PassAsync(write, audit, outbox, waiting.Key, target, wrapped, ct), cancellation);
                passed++;
            }
            else
            {
                var name = waiting.First().report.AuditId.ToString("N");
                await writer.WriteAsync((write, ct) => audit.AppendAsync(write, "custodian", "altered_found", name, "set_aside", ct), cancellation);
                altered++;
            }
        }

        return (passed, altered);
    }

    /// <summary>Null when it does not open. Threat: one altered row keeps every other report from being passed on.</summary>
    private static byte[]? Wrap(RecoveryOpener recovery, Trust trust, Case report, CaseGrant grant, UnitKey unit, VerifiedUnitKey target)
    {
        try
        {
            var binding = new CaseBinding(trust.Instance, new ReportId(report.Id), PublicKey.FromBytes(report.CasePublicKey), PublicKey.FromBytes(report.ReporterPublicKey));
            using var desk = recovery.OpenUnit(unit.ToRecord(), unit.RecoveryWrap);
            using var key = desk.OpenCase(binding, grant.WrappedKey);
            return key.WrapToDesk(target);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static async Task PassAsync(ReportingDb db, Audit audit, Outbox outbox, Guid id, VerifiedUnitKey target, byte[] wrapped, CancellationToken cancellation)
    {
        var report = await db.Cases.SingleAsync(found => found.Id == id, cancellation);

        // Threat: a key that another desk of the police got meanwhile outlives the report's leaving.
        await db.CaseGrants.Where(grant => grant.CaseId == id).ExecuteDeleteAsync(cancellation);
        await db.Notices.Where(notice => notice.CaseId == id).ExecuteDeleteAsync(cancellation);
        db.KeysDestroyed();
        db.CaseGrants.Add(new CaseGrant
        {
            CaseId = id,
            HolderKind = HolderKind.Desk,
            Holder = target.Desk,
            Epoch = target.Epoch,
            Domain = target.Domain,
            WrappedKey = wrapped,
        });

        // It leaves the domain: nothing of it is shown in lists of the police any more.
        report.Domain = KeyDomain.Pik;
        (report.HolderDesk, report.NamedDesk, report.NamedUnit) = (target.Desk, target.Desk, target.Desk);
        (report.Restricted, report.Category, report.Municipality) = (true, null, null);
        report.State = report.State == ReportState.Received ? ReportState.Routed : report.State;
        report.StateBeforeWithdrawal = report.StateBeforeWithdrawal == ReportState.Received ? ReportState.Routed : report.StateBeforeWithdrawal;
        outbox.Add(db, OutboxKind.CaseChanged, id, report.Urgency, target.Desk);
        await audit.AppendAsync(db, "custodian", "set_aside_released", report.AuditId.ToString("N"), target.Desk, cancellation);
    }
}

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

    /// <returns>How many were passed on; null when the Inspectorate has no valid key.</returns>
    public static async Task<int?> ReleaseAsync(
        ReportingDb db, IDatabaseWriter writer, Audit audit, Outbox outbox, RecoveryOpener recovery, Trust trust, DeskDirectory desks, VerifiedDeskKeys keys, CancellationToken cancellation)
    {
        var waiting = await (
            from grant in db.CaseGrants.AsNoTracking()
            where grant.HolderKind == HolderKind.SetAside && grant.Domain == recovery.Domain
            join report in db.Cases.AsNoTracking() on grant.CaseId equals report.Id
            join unit in db.UnitKeys.AsNoTracking() on new { Desk = grant.Holder, grant.Epoch } equals new { unit.Desk, unit.Epoch }
            where report.HolderDesk == null
            select new { grant, report, unit }).ToListAsync(cancellation);
        if (waiting.Count == 0)
        {
            return 0;
        }

        if (await keys.CurrentAsync(db, To, desks[To].Domain, cancellation) is not ChainVerdict.Current { Key: var target })
        {
            return null;
        }

        foreach (var row in waiting.DistinctBy(row => row.report.Id))
        {
            var binding = new CaseBinding(
                trust.Instance, new ReportId(row.report.Id), PublicKey.FromBytes(row.report.CasePublicKey), PublicKey.FromBytes(row.report.ReporterPublicKey));
            using var desk = recovery.OpenUnit(row.unit.ToRecord(), row.unit.RecoveryWrap);
            using var key = desk.OpenCase(binding, row.grant.WrappedKey);
            var wrapped = key.WrapToDesk(target);
            await writer.WriteAsync((write, ct) => PassAsync(write, audit, outbox, row.report.Id, target, wrapped, ct), cancellation);
        }

        return waiting.DistinctBy(row => row.report.Id).Count();
    }

    private static async Task PassAsync(ReportingDb db, Audit audit, Outbox outbox, Guid id, VerifiedUnitKey target, byte[] wrapped, CancellationToken cancellation)
    {
        var report = await db.Cases.SingleAsync(found => found.Id == id, cancellation);
        await db.CaseGrants.Where(grant => grant.CaseId == id && grant.HolderKind == HolderKind.SetAside).ExecuteDeleteAsync(cancellation);
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
        outbox.Add(db, OutboxKind.CaseChanged, id, report.Urgency, target.Desk);
        await audit.AppendAsync(db, "custodian", "set_aside_released", report.AuditId.ToString("N"), target.Desk, cancellation);
    }
}

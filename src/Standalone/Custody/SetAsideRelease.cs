using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;

namespace ReportingService.Standalone.Custody;

/// <summary>
/// Reports whose holder was named later by their reporter wait set aside (decision 0011). A custodian of the holder's domain opens the
/// desk's key with the recovery key and passes the report to the body that got the reporter's later words.
/// </summary>
internal static class SetAsideRelease
{
    /// <returns>How many were passed on, how many no longer open, and how many wait because the body that got the words has no valid key or is not known.</returns>
    public static async Task<(int Passed, int Altered, int Waiting)> ReleaseAsync(
        ReportingDb db, IDatabaseWriter writer, Audit audit, Outbox outbox, RecoveryOpener recovery, Trust trust, DeskDirectory desks, VerifiedDeskKeys keys, CancellationToken cancellation)
    {
        var rows = await (
            from grant in db.CaseGrants.AsNoTracking()
            where grant.HolderKind == HolderKind.SetAside && grant.Domain == recovery.Domain
            join report in db.Cases.AsNoTracking() on grant.CaseId equals report.Id
            join unit in db.UnitKeys.AsNoTracking() on new { Desk = grant.Holder, grant.Epoch } equals new { unit.Desk, unit.Epoch }
            where report.HolderDesk == null
            select new { grant, report, unit }).ToListAsync(cancellation);
        var (passed, altered, goOn) = (0, 0, 0);
        foreach (var waiting in rows.GroupBy(row => row.report.Id))
        {
            // The desk that held it, and whoever it was lent to: each of their wraps opens the same key. Threat: a grant is called set aside
            // that the worker never set aside.
            var report = waiting.First().report;
            using var key = await LaterBody.WasSetAsideAsync(db, report, cancellation)
                ? waiting.Select(row => Open(recovery, trust, row.report, row.grant, row.unit)).FirstOrDefault(opened => opened is not null)
                : null;
            if (key is null || await SealedDecisions.ReadAsync(db, trust, key, cancellation) is not { } decisions)
            {
                await writer.WriteAsync((write, ct) => audit.AppendAsync(write, "custodian", "altered_found", report.AuditId.ToString("N"), "set_aside", ct), cancellation);
                altered++;
            }
            else if ((await LaterBody.OfAsync(db, desks, keys, report, decisions, cancellation)).Key is { } body)
            {
                var wrapped = key.WrapToDesk(body);
                await writer.WriteAsync((write, ct) => LaterBody.PassAsync(write, audit, outbox, waiting.Key, body, wrapped, ct), cancellation);
                passed++;
            }
            else
            {
                goOn++;
            }
        }

        return (passed, altered, goOn);
    }

    /// <summary>Null when it does not open. Threat: one altered row keeps every other report from being passed on.</summary>
    private static CaseKey? Open(RecoveryOpener recovery, Trust trust, Case report, CaseGrant grant, UnitKey unit)
    {
        try
        {
            var binding = new CaseBinding(trust.Instance, new ReportId(report.Id), PublicKey.FromBytes(report.CasePublicKey), PublicKey.FromBytes(report.ReporterPublicKey));
            using var desk = recovery.OpenUnit(unit.ToRecord(), unit.RecoveryWrap);
            return desk.OpenCase(binding, grant.WrappedKey);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

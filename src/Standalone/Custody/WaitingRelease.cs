using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;

namespace ReportingService.Standalone.Custody;

/// <summary>Reports that arrived while no desk of their domain had a key wait sealed to the domain's recovery key. This hands them to the desk they name.</summary>
internal static class WaitingRelease
{
    /// <returns>How many were handed over, how many no longer open, and the desks that still have no valid key.</returns>
    public static async Task<(int Released, int Altered, IReadOnlyList<string> NotReady)> ReleaseAsync(
        ReportingDb db, IDatabaseWriter writer, Audit audit, Outbox outbox, RecoveryOpener recovery, Trust trust, DeskDirectory desks, VerifiedDeskKeys keys, DateOnly today, CancellationToken cancellation)
    {
        var waiting = await (
            from grant in db.CaseGrants.AsNoTracking()
            where grant.HolderKind == HolderKind.Recovery && grant.Domain == recovery.Domain
            join report in db.Cases.AsNoTracking() on grant.CaseId equals report.Id
            where report.HolderDesk == null
            select new { grant, report }).ToListAsync(cancellation);
        var notReady = new SortedSet<string>(StringComparer.Ordinal);
        var (released, altered) = (0, 0);
        foreach (var row in waiting)
        {
            var named = row.report.NamedDesk;

            // A desk that has ended, or that the directory no longer has, leaves its reports to who has its work: they never wait for nobody.
            var serving = named is null ? null : desks.Serving(named, today) ?? desks.Find(FallbackOf(recovery.Domain));
            var candidates = serving is null ? [] : new[] { serving.Code }.Concat(serving.Nearest).Where(code => desks.Find(code) is { } known && known.Domain == recovery.Domain);
            var holder = await FirstReadyAsync(db, keys, desks, candidates, cancellation);
            if (holder is null)
            {
                notReady.Add(named ?? "(not routed yet)");
                continue;
            }

            if (Wrap(recovery, trust, row.report, row.grant, holder) is not { } wrapped)
            {
                await writer.WriteAsync((write, ct) => audit.AppendAsync(write, "custodian", "altered_found", row.report.AuditId.ToString("N"), "waiting", ct), cancellation);
                altered++;
                continue;
            }

            await writer.WriteAsync(
                async (write, ct) =>
                {
                    var report = await write.Cases.SingleAsync(found => found.Id == row.report.Id, ct);
                    var old = await write.CaseGrants.SingleAsync(found => found.CaseId == report.Id && found.HolderKind == HolderKind.Recovery, ct);
                    write.CaseGrants.Remove(old);
                    write.CaseGrants.Add(new CaseGrant
                    {
                        CaseId = report.Id,
                        HolderKind = HolderKind.Desk,
                        Holder = holder.Desk,
                        Epoch = holder.Epoch,
                        Domain = holder.Domain,
                        WrappedKey = wrapped,
                    });
                    report.HolderDesk = holder.Desk;
                    outbox.Add(write, OutboxKind.CaseChanged, report.Id, report.Urgency, holder.Desk);
                    await audit.AppendAsync(write, "custodian", "waiting_released", report.AuditId.ToString("N"), holder.Desk, ct);
                },
                cancellation);
            released++;
        }

        return (released, altered, [.. notReady]);
    }

    /// <summary>Null when it does not open. Threat: one altered row keeps every other report from its desk.</summary>
    private static byte[]? Wrap(RecoveryOpener recovery, Trust trust, Case report, CaseGrant grant, VerifiedUnitKey holder)
    {
        try
        {
            var binding = new CaseBinding(trust.Instance, new ReportId(report.Id), PublicKey.FromBytes(report.CasePublicKey), PublicKey.FromBytes(report.ReporterPublicKey));
            using var key = recovery.OpenCase(binding, grant.WrappedKey);
            return key.WrapToDesk(holder);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string FallbackOf(KeyDomain domain) => domain switch
    {
        KeyDomain.Pik => "PIK",
        KeyDomain.Helpline => "HELPLINE",
        KeyDomain.Internal => "DIIBC",
        _ => "DESK",
    };

    private static async Task<VerifiedUnitKey?> FirstReadyAsync(
        ReportingDb db, VerifiedDeskKeys keys, DeskDirectory desks, IEnumerable<string> candidates, CancellationToken cancellation)
    {
        foreach (var code in candidates)
        {
            if (await keys.CurrentAsync(db, code, desks[code].Domain, cancellation) is ChainVerdict.Current current)
            {
                return current.Key;
            }
        }

        return null;
    }
}

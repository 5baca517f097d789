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
            using var key = Open(recovery, trust, row.report, row.grant);
            if (key is null || await SealedDecisions.ReadAsync(db, trust, key, cancellation) is not { } decisions)
            {
                await writer.WriteAsync((write, ct) => audit.AppendAsync(write, "custodian", "altered_found", row.report.AuditId.ToString("N"), "waiting", ct), cancellation);
                altered++;
                continue;
            }

            // Of the domains only the police hold reports whose later words can go past them while they wait. Not the row's own word for it:
            // one changed cell would undo what the reporter asked for, and so would a part that was hidden; the audit log still knows.
            var later = recovery.Domain == KeyDomain.Police ? await LaterBody.OfAsync(db, desks, keys, row.report, decisions, cancellation) : LaterBody.None;
            if (later.Known || await LaterBody.WasSetAsideAsync(db, row.report, cancellation))
            {
                // Threat: the words that went past the police named who would hold this, or who steps in later.
                if (later.Key is { } body)
                {
                    var passed = key.WrapToDesk(body);
                    await writer.WriteAsync((write, ct) => LaterBody.PassAsync(write, audit, outbox, row.report.Id, body, passed, ct), cancellation);
                    released++;
                }
                else
                {
                    notReady.Add(later.Desk ?? "(the body that got the later words)");
                }

                continue;
            }

            if (decisions.Named is not { } named)
            {
                notReady.Add("(not routed yet)");
                continue;
            }

            // Threat: the row's desk is rewritten, or an excluded desk stands in. Only the sealed decision says for whom it is, and every
            // one it ever had excludes.
            if (await HolderAsync(db, keys, desks, recovery.Domain, row.report, decisions, today, cancellation) is not { } holder)
            {
                notReady.Add(named);
                continue;
            }

            var wrapped = key.WrapToDesk(holder);
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
    private static CaseKey? Open(RecoveryOpener recovery, Trust trust, Case report, CaseGrant grant)
    {
        try
        {
            var binding = new CaseBinding(trust.Instance, new ReportId(report.Id), PublicKey.FromBytes(report.CasePublicKey), PublicKey.FromBytes(report.ReporterPublicKey));
            return recovery.OpenCase(binding, grant.WrappedKey);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The desk that is named, or who has its work when it has ended or is not in the directory: reports never wait for nobody.</summary>
    private static async Task<VerifiedUnitKey?> HolderAsync(
        ReportingDb db, VerifiedDeskKeys keys, DeskDirectory desks, KeyDomain domain, Case report, SealedDecisions decisions, DateOnly today, CancellationToken cancellation)
    {
        var aside = await db.CaseGrants.Where(grant => grant.CaseId == report.Id && grant.HolderKind == HolderKind.SetAside).Select(grant => grant.Holder).ToListAsync(cancellation);
        var serving = desks.Serving(decisions.Named!, today) ?? desks.Find(ProtectedBody.Of(domain)?.Desk ?? "DESK");
        foreach (var code in serving?.Nearest.Prepend(serving.Code) ?? [])
        {
            if (desks.Find(code) is { External: false } desk && desk.Domain == domain && !decisions.Exclude(code) && !aside.Contains(code)
                && await keys.CurrentAsync(db, code, domain, cancellation) is ChainVerdict.Current { Key: var key })
            {
                return key;
            }
        }

        return null;
    }
}

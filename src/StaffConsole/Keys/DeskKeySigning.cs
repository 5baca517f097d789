using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;

namespace ReportingService.StaffConsole.Keys;

/// <summary>The custodian's part: keys of desks that wait for a signature, and signing them. Used by the operator's commands.</summary>
public sealed class DeskKeySigning(IDbContextFactory<ReportingDb> databases, IDatabaseWriter writer, Audit audit, RoutingData routing, TimeProvider time)
{
    /// <summary>Keys that wait for a custodian, by desk.</summary>
    public async Task<IReadOnlyList<UnitKeyRecord>> PendingAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await db.UnitKeys.AsNoTracking().Where(key => key.State == UnitKeyState.Pending).OrderBy(key => key.Desk).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => row.ToRecord());
    }

    /// <summary>A custodian signs one of them, after comparing its fingerprint: from then on it is the desk's key.</summary>
    public async Task SignAsync(RootSigner root, UnitKeyRecord pending, CancellationToken cancellationToken)
    {
        UnitKeyRecord signed;
        await using (var db = await databases.CreateDbContextAsync(cancellationToken))
        {
            var chain = await VerifiedDeskKeys.ChainAsync(db, pending.Desk, cancellationToken);
            signed = root.Sign(pending, [.. chain.Where(record => record.Epoch < pending.Epoch)], time.GetUtcNow());
        }

        await writer.WriteAsync(
            async (db, ct) =>
            {
                foreach (var row in await db.UnitKeys.Where(key => key.Desk == signed.Desk && key.Epoch <= signed.Epoch).ToListAsync(ct))
                {
                    if (row.Epoch == signed.Epoch)
                    {
                        row.Signature = signed.Signature;
                        row.SignedBy = signed.SignedBy;
                        row.State = UnitKeyState.Active;
                    }
                    else if (row.State == UnitKeyState.Active)
                    {
                        row.State = UnitKeyState.Retired;
                    }
                }

                await audit.AppendAsync(db, "custodian", "unit_key_signed", signed.Desk, $"epoch={signed.Epoch}", ct);
            },
            cancellationToken);
    }

    /// <summary>Signs everything that waits in the root's domain, for desks that the directory puts there.</summary>
    public async Task SignPendingAsync(RootSigner root, CancellationToken cancellationToken)
    {
        foreach (var record in await PendingAsync(cancellationToken))
        {
            if (record.Domain == root.Domain && routing.Desks.Find(record.Desk)?.Domain == root.Domain)
            {
                await SignAsync(root, record, cancellationToken);
            }
        }
    }
}

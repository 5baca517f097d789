using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;

namespace ReportingService.Standalone.Custody;

/// <summary>A custodian vouches for keys that desks' first members made.</summary>
internal static class UnitKeySigning
{
    public static async Task<IReadOnlyList<UnitKeyRecord>> PendingAsync(ReportingDb db, CancellationToken cancellation)
    {
        var rows = await db.UnitKeys.AsNoTracking().Where(key => key.State == UnitKeyState.Pending).OrderBy(key => key.Desk).ToListAsync(cancellation);
        return rows.ConvertAll(row => row.ToRecord());
    }

    /// <summary>Signs one record, makes it the desk's key, and makes its maker an active member.</summary>
    public static Task SignAsync(IDatabaseWriter writer, Audit audit, RootSigner root, UnitKeyRecord pending, DateTimeOffset now, CancellationToken cancellation)
        => writer.WriteAsync(
            async (db, ct) =>
            {
                var chain = await VerifiedDeskKeys.ChainAsync(db, pending.Desk, ct);
                var signed = root.Sign(pending, [.. chain.Where(record => record.Epoch < pending.Epoch)], now);
                var rows = await db.UnitKeys.Where(key => key.Desk == pending.Desk).ToListAsync(ct);
                foreach (var row in rows.Where(row => row.State == UnitKeyState.Active))
                {
                    row.State = UnitKeyState.Retired;
                }

                var own = rows.Single(row => row.Epoch == pending.Epoch);
                own.Signature = signed.Signature;
                own.SignedBy = signed.SignedBy;
                own.State = UnitKeyState.Active;
                await audit.AppendAsync(db, "custodian", "unit_key_signed", pending.Desk, $"epoch:{pending.Epoch}", ct);
            },
            cancellation);
}

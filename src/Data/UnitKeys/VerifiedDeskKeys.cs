using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Sealing;

namespace ReportingService.Data;

/// <summary>The only way from the database to a key that something may be wrapped to: every chain is followed to the pinned root first.</summary>
public sealed class VerifiedDeskKeys(Trust trust, ChainMemory memory, TimeProvider clock)
{
    /// <summary>All stored records of a desk, oldest first.</summary>
    public static async Task<IReadOnlyList<UnitKeyRecord>> ChainAsync(ReportingDb db, string desk, CancellationToken cancellationToken)
    {
        var rows = await db.UnitKeys.AsNoTracking().Where(key => key.Desk == desk).OrderBy(key => key.Epoch).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => row.ToRecord());
    }

    /// <summary>The desk's current key, or why nothing may be wrapped to it.</summary>
    /// <param name="db">Where the records are.</param>
    /// <param name="desk">Code of the desk.</param>
    /// <param name="domain">The desk's domain by the desk directory. Threat: a row that claims another domain.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ChainVerdict> CurrentAsync(ReportingDb db, string desk, KeyDomain domain, CancellationToken cancellationToken)
        => UnitKeyChain.Verify(desk, domain, await ChainAsync(db, desk, cancellationToken), trust, memory, clock.GetUtcNow());
}

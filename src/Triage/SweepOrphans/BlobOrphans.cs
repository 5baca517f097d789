using Microsoft.EntityFrameworkCore;
using ReportingService.Data;

namespace ReportingService.Triage.SweepOrphans;

/// <summary>
/// Removes blobs whose report was never stored (a link or a process cut between the two). A blob counts as abandoned when it was seen
/// without a row a day ago and still has none.
/// </summary>
public sealed class BlobOrphans(IDbContextFactory<ReportingDb> databases, IDatabaseWriter writer, ISealedBlobs blobs, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await blobs.DropUnfinishedAsync(now - Patience, cancellationToken);
        var present = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var name in blobs.ListAsync(cancellationToken))
        {
            present.Add(name);
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var owned = (await db.CaseItems.Where(i => i.BlobName != null).Select(i => i.BlobName!).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        var seen = await db.OrphanedBlobs.AsNoTracking().ToDictionaryAsync(b => b.Name, b => b.SeenAt, StringComparer.Ordinal, cancellationToken);
        var orphans = present.Where(name => !owned.Contains(name)).ToList();
        var abandoned = orphans.Where(name => seen.TryGetValue(name, out var since) && now - since >= Patience).ToList();
        foreach (var name in abandoned)
        {
            await blobs.DeleteAsync(name, cancellationToken);
        }

        var fresh = orphans.Where(name => !seen.ContainsKey(name)).ToList();
        var settled = seen.Keys.Where(name => owned.Contains(name) || !present.Contains(name) || abandoned.Contains(name)).ToList();
        if (fresh.Count + settled.Count > 0)
        {
            await writer.WriteAsync(
                async (unit, ct) =>
                {
                    await unit.OrphanedBlobs.Where(b => settled.Contains(b.Name)).ExecuteDeleteAsync(ct);
                    unit.OrphanedBlobs.AddRange(fresh.Select(name => new OrphanedBlob { Name = name, SeenAt = CoarseTime.HalfDay(now).AddHours(12) }));
                },
                cancellationToken);
        }

        return abandoned.Count;
    }
}

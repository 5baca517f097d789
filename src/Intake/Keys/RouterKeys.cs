using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.Sealing;

namespace ReportingService.Intake.Keys;

/// <summary>
/// The router's current public key, never older than <see cref="Freshness"/>: an epoch retires ten minutes after it was
/// superseded, so what is sealed to a key read this recently is always opened. With Triage down the last epoch stays usable.
/// </summary>
public sealed class RouterKeys(IDbContextFactory<ReportingDb> databases, Trust trust, ChainMemory memory, TimeProvider clock) : IDisposable
{
    /// <summary>How old a key in hand may be.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(30);

    private const int Looked = 20;
    private readonly SemaphoreSlim reading = new(1, 1);
    private (VerifiedRouterKey Key, DateTimeOffset ReadAt)? current;

    /// <summary>The key; null when the router has none, or none that its pinned identity signed.</summary>
    public async Task<VerifiedRouterKey?> CurrentAsync(CancellationToken cancellationToken)
    {
        if (current is { } fresh && clock.GetUtcNow() - fresh.ReadAt < Freshness)
        {
            return fresh.Key;
        }

        await reading.WaitAsync(cancellationToken);
        try
        {
            if (current is { } other && clock.GetUtcNow() - other.ReadAt < Freshness)
            {
                return other.Key;
            }

            var readAt = clock.GetUtcNow();
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            // Threat: a planted row. The newest that the router's identity signed counts; Triage puts the planted one on record.
            var epochs = await db.RouterEpochs.AsNoTracking().Where(e => e.RetiredAt == null).OrderByDescending(e => e.Epoch).Take(Looked).ToListAsync(cancellationToken);
            var key = epochs.Select(epoch => epoch.ToRecord().Verify(trust, memory)).FirstOrDefault(found => found is not null);
            current = key is null ? null : (key, readAt);
            return key;
        }
        finally
        {
            reading.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => reading.Dispose();
}

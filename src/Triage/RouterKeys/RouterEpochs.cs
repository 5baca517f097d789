using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;

namespace ReportingService.Triage.RouterKeys;

/// <summary>
/// Keeps the router's key young. An epoch lives a quarter of an hour; its private half is destroyed when it was replaced long enough
/// ago and nothing waits for it. With this process down the last epoch stays usable, so that reports can still come.
/// </summary>
public sealed class RouterEpochs(
    IDbContextFactory<ReportingDb> databases, IDatabaseWriter writer, Audit audit, RouterKeyFiles files, Trust trust, TimeProvider clock,
    IOptions<TriageOptions> options, ILogger<RouterEpochs> logger) : BackgroundService
{
    private readonly HashSet<int> noted = [];

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryTurnAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Begins an epoch if the newest is too old or its private half is not here; ends those nobody needs.</summary>
    public async Task TurnAsync(CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        await EndAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = TimeSpan.FromMinutes(Math.Min(0.25, options.Value.RotateMinutes / 4));
        using var timer = new PeriodicTimer(pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryTurnAsync(stoppingToken);
        }
    }

    private async Task TryTurnAsync(CancellationToken cancellationToken)
    {
        try
        {
            await TurnAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            TriageLog.WorkFailed(logger, nameof(RouterEpochs), e.GetType().Name);
        }
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        var now = CoarseTime.Second(clock.GetUtcNow());
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var epochs = await db.RouterEpochs.AsNoTracking().OrderByDescending(e => e.Epoch).ToListAsync(cancellationToken);
        var newest = await NewestSignedAsync(epochs, cancellationToken);
        if (newest is { RetiredAt: null, SupersededAt: null }
            && now - newest.CreatedAt < TimeSpan.FromMinutes(options.Value.RotateMinutes)
            && files.Find(newest.Epoch) is not null)
        {
            return;
        }

        using var identity = files.ReadIdentity();
        var next = files.Epochs().Append(newest?.Epoch ?? 0).Max() + 1;
        while (epochs.Exists(epoch => epoch.Epoch == next))
        {
            next++;
        }

        var (record, key) = RouterKeyMaker.Create(next, identity, trust.Instance, now);
        using (key)
        {
            if (!files.TryKeep(next, key))
            {
                // Another worker that shares this folder begins the same epoch; the next turn finds it.
                return;
            }
        }

        try
        {
            await writer.WriteAsync((unit, ct) => PublishAsync(unit, record, now, ct), cancellationToken);
            TriageLog.EpochBegins(logger, next);
        }
        catch (Exception e) when (DatabaseErrors.IsUniqueViolation(e))
        {
            // Another worker with a folder of its own was first: what is sealed to its epoch comes to it.
            files.Destroy(next);
        }
    }

    /// <summary>Threat: a row of this table is planted or changed. What the router's identity did not sign is put on record, and a new epoch begins.</summary>
    private async Task<RouterEpoch?> NewestSignedAsync(List<RouterEpoch> epochs, CancellationToken cancellationToken)
    {
        foreach (var epoch in epochs)
        {
            if (epoch.ToRecord().Verify(trust, new ChainMemory()) is not null)
            {
                return epoch;
            }

            if (noted.Add(epoch.Epoch))
            {
                await writer.WriteAsync((unit, ct) => audit.AppendAsync(unit, "triage", "router_key_refused", "router", $"epoch={epoch.Epoch}", ct), cancellationToken);
            }
        }

        return null;
    }

    private static async Task PublishAsync(ReportingDb db, RouterKeyRecord record, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.RouterEpochs.Where(e => e.SupersededAt == null)
            .ExecuteUpdateAsync(e => e.SetProperty(x => x.SupersededAt, now), cancellationToken);
        db.RouterEpochs.Add(new RouterEpoch
        {
            Epoch = record.Epoch,
            PublicKey = record.PublicKey,
            CreatedAt = record.CreatedAt,
            Signature = record.Signature,
        });
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var replacedBefore = now - TimeSpan.FromMinutes(options.Value.KeepSupersededMinutes);
        await writer.WriteAsync(
            async (db, ct) =>
            {
                var epochs = await db.RouterEpochs
                    .Where(e => e.RetiredAt == null && e.SupersededAt < replacedBefore && !db.RouterEnvelopes.Any(x => x.Epoch == e.Epoch))
                    .ToListAsync(ct);
                epochs.ForEach(e => e.RetiredAt = now);
                if (epochs.Count > 0)
                {
                    // Envelopes of these epochs leave the log of the database together with their keys.
                    db.KeysDestroyed();
                }
            },
            cancellationToken);

        await using var read = await databases.CreateDbContextAsync(cancellationToken);
        var known = await read.RouterEpochs.AsNoTracking().ToDictionaryAsync(e => e.Epoch, e => e.RetiredAt, cancellationToken);
        var newest = known.Keys.DefaultIfEmpty().Max();
        foreach (var epoch in files.Epochs())
        {
            // Also a file whose row was never written because of a kill: nobody can have sealed to it.
            if (known.TryGetValue(epoch, out var retiredAt) ? retiredAt is not null : epoch < newest)
            {
                files.Destroy(epoch);
                TriageLog.EpochEnded(logger, epoch);
            }
        }
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ReportingService.Core.Messages;
using ReportingService.Data;

namespace ReportingService.StaffConsole.WorkQueue;

/// <summary>
/// Asks the database for changes the bus has not brought: with the broker down, screens are two seconds late instead of blind.
/// </summary>
public sealed partial class ChangePoller(
    IDbContextFactory<ReportingDb> databases, CaseChanges changes, OpenScreens screens, IOptions<StaffConsoleOptions> options, TimeProvider time, ILogger<ChangePoller> logger)
    : BackgroundService
{
    private static readonly TimeSpan LooksBack = TimeSpan.FromSeconds(20);
    private readonly Dictionary<Guid, DateTimeOffset> seen = [];
    private readonly Lock gate = new();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var listening = RememberAsync(stoppingToken);
        using var timer = new PeriodicTimer(options.Value.PollEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!screens.Any)
            {
                continue;
            }

            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                DatabaseAway(logger, exception.GetType().Name);
            }
        }

        await listening;
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var since = CoarseTime.Second(time.GetUtcNow() - LooksBack);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var recent = await db.Outbox.AsNoTracking().Where(message => message.Kind == OutboxKind.CaseChanged && message.CreatedAt >= since)
            .Select(message => new { message.Id, message.CaseId, message.Desk, message.Urgency }).ToListAsync(cancellationToken);
        foreach (var message in recent)
        {
            if (FirstSeen(message.Id))
            {
                changes.Publish(new CaseChanged(message.Id, message.CaseId, message.Desk, message.Urgency));
            }
        }
    }

    private async Task RememberAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in changes.ListenAsync(cancellationToken))
            {
                FirstSeen(change.OutboxId);
            }
        }
        catch (OperationCanceledException)
        {
            // The console stops.
        }
    }

    private bool FirstSeen(Guid id)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            foreach (var old in seen.Where(entry => now - entry.Value > LooksBack * 2).Select(entry => entry.Key).ToList())
            {
                seen.Remove(old);
            }

            return seen.TryAdd(id, now);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database could not be asked for changes: {Kind}")]
    private static partial void DatabaseAway(ILogger logger, string kind);
}

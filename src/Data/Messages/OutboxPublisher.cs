using System.Threading.Channels;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ReportingService.Data;

/// <summary>
/// Publishes outbox rows: those this process commits at once, those anybody left unfinished by sweeping. A broker that is down
/// stops nothing but this: rows wait.
/// </summary>
public sealed class OutboxPublisher(
    IBus bus, IDatabaseWriter writer, OutboxSignal signal, OutboxClaims claims, TimeProvider clock, IOptions<MessagesOptions> options,
    ILogger<OutboxPublisher> logger) : BackgroundService
{
    private readonly Channel<OutboxMessage> _published = Channel.CreateUnbounded<OutboxMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _inFlight = new(options.Value.InFlight);
    private volatile bool _brokerDown;

    // Marks are no hurry: unmarked rows are only published once more. So many messages share one transaction.
    private static readonly TimeSpan MarksTogether = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan RoomComesSoon = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Task.WhenAll(
            Task.Run(() => PublishCommittedAsync(stoppingToken), stoppingToken),
            Task.Run(() => MarkPublishedAsync(stoppingToken), stoppingToken),
            options.Value.Sweeper ? Task.Run(() => SweepAsync(stoppingToken), stoppingToken) : Task.CompletedTask);

    private async Task PublishCommittedAsync(CancellationToken stopping)
    {
        await foreach (var message in signal.Committed.ReadAllAsync(stopping))
        {
            // While the broker is down the sweeper alone tries; new rows are found by it as well.
            if (!_brokerDown)
            {
                await _inFlight.WaitAsync(stopping);
                _ = PublishAsync(message, stopping);
            }
        }
    }

    private async Task SweepAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.SweepSeconds), clock);
        do
        {
            try
            {
                await SweepOnceAsync(stopping);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stopping.IsCancellationRequested)
            {
                DataLog.OutboxFailed(logger, e.GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    private async Task SweepOnceAsync(CancellationToken stopping)
    {
        IReadOnlyList<OutboxMessage> due;
        do
        {
            // One probe while the broker is down, a full load otherwise.
            due = await claims.ClaimAsync(_brokerDown ? 1 : await RoomAsync(stopping), stopping);
            var publications = new List<Task>(due.Count);
            foreach (var message in due)
            {
                await _inFlight.WaitAsync(stopping);
                publications.Add(PublishAsync(message, stopping));
            }

            await Task.WhenAll(publications);
        }
        while (due.Count > 0 && !_brokerDown);
    }

    /// <summary>
    /// A backlog leaves as fast as it has its effect, a portion at a time. Sent all at once, most of it would be due again before its
    /// turn came, be sent again and again, and in the end look dead.
    /// </summary>
    private async Task<int> RoomAsync(CancellationToken stopping)
    {
        var portion = options.Value.InFlight * 2;
        while (await claims.AwaitsMoreThanAsync(portion, stopping))
        {
            await Task.Delay(RoomComesSoon, stopping);
        }

        return portion;
    }

    private async Task PublishAsync(OutboxMessage message, CancellationToken stopping)
    {
        try
        {
            // Without a token a publication waits for the broker for ever.
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            limit.CancelAfter(TimeSpan.FromSeconds(options.Value.PublishSeconds));

            // Threat: the ids the library makes tell time and machine. The row's own is random.
            await bus.Publish(OutboxContract.Of(message), OutboxContract.TypeOf(message), Pipe.Execute<PublishContext>(c => c.MessageId = message.Id), limit.Token);
            _brokerDown = false;
            _published.Writer.TryWrite(message);
        }
        catch (Exception e)
        {
            if (!stopping.IsCancellationRequested)
            {
                _brokerDown = true;
                DataLog.PublishFailed(logger, e.GetType().Name, 1);
            }
        }
        finally
        {
            _inFlight.Release();
        }
    }

    private async Task MarkPublishedAsync(CancellationToken stopping)
    {
        var batch = new List<OutboxMessage>();
        while (await _published.Reader.WaitToReadAsync(stopping))
        {
            await Task.Delay(MarksTogether, stopping);
            batch.Clear();
            while (batch.Count < 1024 && _published.Reader.TryRead(out var message))
            {
                batch.Add(message);
            }

            try
            {
                await MarkAsync(batch, stopping);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                // Unmarked rows are published again: the inbox makes that harmless.
                DataLog.OutboxFailed(logger, e.GetType().Name);
            }
        }
    }

    private Task MarkAsync(List<OutboxMessage> batch, CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        var finished = batch.Where(m => OutboxContract.FinishedByPublication(m.Kind)).Select(m => m.Id).ToList();
        var published = batch.Where(m => !OutboxContract.FinishedByPublication(m.Kind)).Select(m => m.Id).ToList();
        return writer.WriteAsync(
            async (db, ct) =>
            {
                if (finished.Count > 0)
                {
                    await db.Outbox.Where(m => finished.Contains(m.Id)).ExecuteDeleteAsync(ct);
                }

                if (published.Count > 0)
                {
                    await db.Outbox.Where(m => published.Contains(m.Id)).ExecuteUpdateAsync(
                        m => m.SetProperty(x => x.PublishedAt, CoarseTime.Minute(now)).SetProperty(x => x.Attempts, x => x.Attempts + 1), ct);
                }
            },
            stopping);
    }
}

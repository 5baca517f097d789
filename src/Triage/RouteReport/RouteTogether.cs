using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using ReportingService.Core.Messages;

namespace ReportingService.Triage.RouteReport;

/// <summary>
/// Lets deliveries that wait at the same moment share a transaction. None waits for others to come: each turn takes what is there, so
/// that a report that comes alone is routed alone and at once, and the more wait the larger the portions.
/// </summary>
public sealed class RouteTogether(RouteReportHandler handler, IOptions<TriageOptions> options) : IDisposable
{
    /// <summary>Portions at once: while one is being written and waits for the disk, others are opened and sealed.</summary>
    public const int Turns = 3;

    private readonly ConcurrentQueue<Delivery> _waiting = new();
    private readonly SemaphoreSlim _turns = new(Turns);

    /// <summary>Routes this report together with whatever else waits.</summary>
    public async Task<RouteReportOutcome> RouteAsync(ReportSubmitted message, CancellationToken cancellationToken)
    {
        var own = new Delivery(message);
        _waiting.Enqueue(own);

        // Not here: the in-memory bus delivers on its publisher's thread, which must go on and bring the next. And a delivery that has
        // its outcome must not stay to work for the others.
        _ = Task.Run(TakeTurnsAsync, CancellationToken.None);
        return await own.Outcome.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    /// <summary>Whoever finds all turns taken leaves what waits to those who have them: each looks again after its turn.</summary>
    private async Task TakeTurnsAsync()
    {
        while (!_waiting.IsEmpty && await _turns.WaitAsync(TimeSpan.Zero))
        {
            try
            {
                await RoutePortionAsync();
            }
            finally
            {
                _turns.Release();
            }
        }
    }

    private async Task RoutePortionAsync()
    {
        var portion = new List<Delivery>();
        while (portion.Count < options.Value.RoutedAtOnce && _waiting.TryDequeue(out var next))
        {
            portion.Add(next);
        }

        try
        {
            var outcomes = await handler.HandleAsync(portion.ConvertAll(delivery => delivery.Message), CancellationToken.None);
            for (var i = 0; i < portion.Count; i++)
            {
                portion[i].Outcome.SetResult(outcomes[i]);
            }
        }
        catch (Exception e)
        {
            // Each learns it by its own delivery; the outbox sends them again.
            portion.ForEach(delivery => delivery.Outcome.TrySetException(e));
        }
    }

    private sealed record Delivery(ReportSubmitted Message)
    {
        public TaskCompletionSource<RouteReportOutcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

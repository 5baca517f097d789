using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ReportingService.Core.Messages;

namespace ReportingService.Data;

/// <summary>Tells every open screen of this process that a case changed. Fed by <see cref="CaseChangedConsumer"/>.</summary>
public sealed class CaseChanges
{
    private readonly ConcurrentDictionary<Channel<CaseChanged>, byte> _listeners = new();

    /// <summary>Passes a change to all listeners; a listener that lags loses the oldest and refreshes by the next.</summary>
    public void Publish(CaseChanged change)
    {
        foreach (var listener in _listeners.Keys)
        {
            listener.Writer.TryWrite(change);
        }
    }

    /// <summary>Changes from now on, until cancelled.</summary>
    public async IAsyncEnumerable<CaseChanged> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var own = Channel.CreateBounded<CaseChanged>(new BoundedChannelOptions(256) { FullMode = BoundedChannelFullMode.DropOldest });
        _listeners[own] = 0;
        try
        {
            await foreach (var change in own.Reader.ReadAllAsync(cancellationToken))
            {
                yield return change;
            }
        }
        finally
        {
            _listeners.TryRemove(own, out _);
        }
    }
}

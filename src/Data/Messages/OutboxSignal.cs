using System.Threading.Channels;

namespace ReportingService.Data;

/// <summary>
/// Hands committed rows to this process's publisher at once. Losing a signal loses nothing: the row stays, and a sweeper takes it.
/// </summary>
public sealed class OutboxSignal
{
    private readonly Channel<OutboxMessage> _committed =
        Channel.CreateBounded<OutboxMessage>(new BoundedChannelOptions(8192) { FullMode = BoundedChannelFullMode.DropOldest });

    internal ChannelReader<OutboxMessage> Committed => _committed.Reader;

    /// <summary>Called by the writer after each commit.</summary>
    public void Nudge(ReportingDb committed)
    {
        foreach (var message in committed.OutboxAdded)
        {
            _committed.Writer.TryWrite(message);
        }
    }
}

using System.Threading.Channels;

namespace ReportingService.TestKit.Running;

/// <summary>A page's server-sent events, as a browser would receive them.</summary>
public sealed class EventFeed : IAsyncDisposable
{
    private readonly Channel<string> events = Channel.CreateUnbounded<string>();
    private readonly CancellationTokenSource stop = new();
    private readonly HttpResponseMessage answer;
    private readonly Task reading;

    internal EventFeed(HttpResponseMessage answer)
    {
        this.answer = answer;
        reading = ReadAsync();
    }

    /// <summary>Completes when the other side has ended the stream.</summary>
    public Task Ended => reading;

    /// <summary>Forgets what has come so far.</summary>
    public void Drain()
    {
        while (events.Reader.TryRead(out _))
        {
        }
    }

    /// <summary>The data of the next event.</summary>
    public async Task<string> NextAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        return await events.Reader.ReadAsync(limit.Token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        answer.Dispose();
        await reading;
        stop.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(stop.Token));
            while (await reader.ReadLineAsync(stop.Token) is { } line)
            {
                if (line.StartsWith("data:", StringComparison.Ordinal))
                {
                    await events.Writer.WriteAsync(line[5..].Trim(), stop.Token);
                }
            }
        }
        catch (Exception ended) when (CutLine.Is(ended) || ended is ObjectDisposedException)
        {
            // The page was closed.
        }
    }
}

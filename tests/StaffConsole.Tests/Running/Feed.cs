using System.Text;
using System.Threading.Channels;

namespace ReportingService.StaffConsole.Tests.Running;

/// <summary>An open stream of server-sent events.</summary>
public sealed class Feed : IAsyncDisposable
{
    private readonly CancellationTokenSource over = new();
    private readonly Channel<string> events = Channel.CreateUnbounded<string>();
    private readonly StringBuilder everything = new();
    private Task reading = Task.CompletedTask;

    public string Everything => everything.ToString();

    public static async Task<Feed> OpenAsync(Browser browser)
    {
        var feed = new Feed();
        var response = await browser.Client.GetAsync(new Uri("/queue/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        feed.reading = feed.ReadAsync(await response.Content.ReadAsStreamAsync());
        Assert.Equal("hello", await feed.NextAsync(TimeSpan.FromSeconds(60)));
        return feed;
    }

    /// <summary>The next event; null when none comes in time.</summary>
    public async Task<string?> NextAsync(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        try
        {
            return await events.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await reading;
        over.Dispose();
    }

    private async Task ReadAsync(Stream stream)
    {
        using var reader = new StreamReader(stream);
        try
        {
            while (await reader.ReadLineAsync(over.Token) is { } line)
            {
                everything.AppendLine(line);
                if (line.StartsWith("event: ", StringComparison.Ordinal))
                {
                    events.Writer.TryWrite(line["event: ".Length..]);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The test has heard enough.
        }
    }
}

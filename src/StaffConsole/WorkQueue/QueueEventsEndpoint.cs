using System.Threading.Channels;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.SignIn;

namespace ReportingService.StaffConsole.WorkQueue;

/// <summary>
/// Tells an open list that something changed, never what. Threat: a stream that carries a report's category or desk to a
/// screen that may not see it. The event is one word; the list is then read with the reader's own rights.
/// </summary>
public static class QueueEventsEndpoint
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    /// <summary>GET /queue/events</summary>
    public static void MapQueueEvents(this IEndpointRouteBuilder routes) => routes.MapGet("/queue/events", Get);

    private static async Task Get(
        HttpContext context, CaseChanges changes, ConsoleSessions sessions, ConsoleCookies cookies, OpenScreens screens, TimeProvider time, IHostApplicationLifetime life)
    {
        var user = context.Staff();
        var desks = user.ActiveDesks.ToHashSet(StringComparer.Ordinal);
        var session = cookies.Session(context.Request);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping);
        using var screen = screens.Open();
        context.Response.ContentType = "text/event-stream";
        var words = Channel.CreateBounded<string>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        words.Writer.TryWrite("hello");
        try
        {
            var listening = ListenAsync(changes, desks, words.Writer, over.Token);
            var beating = BeatAsync(() => sessions.Find(session, byHand: false) is not null, words.Writer, time, over.Token);
            await foreach (var word in words.Reader.ReadAllAsync(over.Token))
            {
                await context.Response.WriteAsync(word == "beat" ? ":\n\n" : $"event: {word}\ndata:\n\n", over.Token);
                await context.Response.Body.FlushAsync(over.Token);
                if (word == "over")
                {
                    break;
                }
            }

            await over.CancelAsync();
            await Task.WhenAll(listening, beating);
        }
        catch (OperationCanceledException)
        {
            // The reader closed the page, or the console stops.
        }
    }

    private static async Task ListenAsync(CaseChanges changes, HashSet<string> desks, ChannelWriter<string> words, CancellationToken cancellationToken)
    {
        await foreach (var change in changes.ListenAsync(cancellationToken))
        {
            if (desks.Contains(change.HolderDesk))
            {
                words.TryWrite("changed");
            }
        }
    }

    private static async Task BeatAsync(Func<bool> alive, ChannelWriter<string> words, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Beat, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await words.WriteAsync(alive() ? "beat" : "over", cancellationToken);
        }
    }
}

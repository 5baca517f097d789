using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.SignIn;

namespace ReportingService.StaffConsole.WorkQueue;

/// <summary>
/// Tells an open list that something changed, never what. Threat: a stream that carries a report's category or desk to a
/// screen that may not see it. The event is one word; the list is then read with the reader's own rights. Threat: a stream that goes
/// on after its reader has lost the desk: rights are read again before every word. Threat: a report's words stand on a screen whose reader
/// left; once the session is over the page is told to go, while the alarm goes on.
/// </summary>
public static class QueueEventsEndpoint
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    /// <summary>GET /queue/events</summary>
    public static void MapQueueEvents(this IEndpointRouteBuilder routes) => routes.MapGet("/queue/events", Get);

    private static async Task Get(
        HttpContext context, CaseChanges changes, ConsoleSessions sessions, ConsoleCookies cookies, AccountStanding standing, IDbContextFactory<ReportingDb> databases,
        OpenScreens screens, TimeProvider time, IHostApplicationLifetime life)
    {
        var desks = context.Staff().ActiveDesks;
        var session = cookies.Session(context.Request);

        // A page that shows what its session reads ends with it. The page of an ended one shows a number, and keeps its alarm.
        var reads = !context.Staff().Session.Locked;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping);
        using var screen = screens.Open();
        context.Response.ContentType = "text/event-stream";

        // Two wait at most, one of them a beat: a change finds a place, or another change waits there already.
        var words = Channel.CreateBounded<string>(new BoundedChannelOptions(2) { FullMode = BoundedChannelFullMode.DropWrite });
        words.Writer.TryWrite("hello");
        try
        {
            var listening = ListenAsync(changes, desks, DesksAsync, words.Writer, over.Token);
            var beating = BeatAsync(desks, DesksAsync, words, time, over.Token);
            await foreach (var word in words.Reader.ReadAllAsync(over.Token))
            {
                await context.Response.WriteAsync(word == "beat" ? ":\n\n" : $"event: {word}\ndata:\n\n", over.Token);
                await context.Response.Body.FlushAsync(over.Token);
                if (word is "over" or "ended")
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

        async Task<IReadOnlyList<string>?> DesksAsync()
        {
            if (sessions.Find(session, byHand: false) is not { } open || (reads && open.Locked))
            {
                return null;
            }

            await using var db = await databases.CreateDbContextAsync(over.Token);
            return await standing.OfAsync(open, db, over.Token) is { } user ? user.ActiveDesks : null;
        }
    }

    private static async Task ListenAsync(
        CaseChanges changes, IReadOnlyList<string> known, Func<Task<IReadOnlyList<string>?>> desks, ChannelWriter<string> words, CancellationToken cancellationToken)
    {
        await foreach (var change in changes.ListenAsync(cancellationToken))
        {
            // A desk gained meanwhile is told by the next beat; one that was lost must not be told at all.
            if (known.Contains(change.HolderDesk) && await desks() is { } own && own.Contains(change.HolderDesk))
            {
                words.TryWrite("changed");
            }
        }
    }

    private static async Task BeatAsync(
        IReadOnlyList<string> before, Func<Task<IReadOnlyList<string>?>> desks, Channel<string> words, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Beat, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            // Threat: a screen whose member has gone, or signed out elsewhere, goes on showing a reporter's words.
            if (await desks() is not { } own)
            {
                words.Writer.TryWrite("ended");
            }
            else if (!own.SequenceEqual(before))
            {
                // Other desks than before: the page is read anew, with the rights of now.
                words.Writer.TryWrite("over");
            }
            else if (words.Reader.Count == 0)
            {
                words.Writer.TryWrite("beat");
            }
        }
    }
}

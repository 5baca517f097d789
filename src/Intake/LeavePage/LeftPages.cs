namespace ReportingService.Intake.LeavePage;

/// <summary>
/// The visits that ended by the quick exit. Threat: somebody takes the phone, goes back and sends a form again: the browser kept what was
/// typed, and the page would show it. In memory only, and bounded: whoever fills it, with a form page asked for each mark, makes the oldest forgotten, nothing more.
/// </summary>
public sealed class LeftPages(TimeProvider clock)
{
    /// <summary>How long a browser's tab is likely to lie with its forms.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(7);

    /// <summary>How many are remembered: some fifteen megabytes when somebody fills it on purpose.</summary>
    public const int Most = 100_000;

    private readonly Lock gate = new();
    private readonly HashSet<string> left = new(StringComparer.Ordinal);
    private readonly Queue<(string Mark, DateTimeOffset Since)> order = new();

    /// <summary>The reader has left this visit.</summary>
    public void Note(string mark)
    {
        lock (gate)
        {
            Forget();
            if (left.Add(mark))
            {
                order.Enqueue((mark, clock.GetUtcNow()));
            }
        }
    }

    /// <summary>Whether the reader has left this visit.</summary>
    public bool Has(string mark)
    {
        lock (gate)
        {
            Forget();
            return left.Contains(mark);
        }
    }

    private void Forget()
    {
        while (order.TryPeek(out var oldest) && (order.Count >= Most || clock.GetUtcNow() - oldest.Since > Life))
        {
            order.Dequeue();
            left.Remove(oldest.Mark);
        }
    }
}

using System.Collections.Concurrent;

namespace ReportingService.Intake.Admission;

/// <summary>How often one receipt may add something: 30 times an hour. In memory only; the receipt's one-way image is the key.</summary>
public sealed class ReceiptBudget(TimeProvider clock)
{
    private const int Allowed = 30;
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<string, (DateTimeOffset Since, int Count)> spent = new(StringComparer.Ordinal);

    /// <summary>Spends one; false when nothing is left.</summary>
    public bool TrySpend(ReadOnlySpan<byte> lookup)
    {
        var now = clock.GetUtcNow();
        if (spent.Count > 100_000)
        {
            foreach (var (key, entry) in spent)
            {
                if (now - entry.Since > Window)
                {
                    spent.TryRemove(key, out _);
                }
            }
        }

        var count = spent.AddOrUpdate(
            Convert.ToBase64String(lookup),
            static (_, at) => (at, 1),
            static (_, entry, at) => at - entry.Since > Window ? (at, 1) : (entry.Since, entry.Count + 1),
            now).Count;
        return count <= Allowed;
    }
}

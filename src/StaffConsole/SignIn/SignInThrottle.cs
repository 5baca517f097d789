using System.Collections.Concurrent;

namespace ReportingService.StaffConsole.SignIn;

/// <summary>
/// Growing delay after wrong attempts: none for the first three, then 2, 4, 8 ... seconds, one minute at most.
/// Threat: locking a colleague out by typing wrong passphrases under their name. A browser that signed in before has a
/// counter of its own, which strangers cannot raise; from elsewhere the delay never passes a minute.
/// Threat: learning which names exist. Known and unknown names are counted alike, in memory.
/// </summary>
public sealed class SignInThrottle(TimeProvider time)
{
    private const int FreeAttempts = 3;
    private const int Remembered = 20_000;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(30);
    private readonly ConcurrentDictionary<string, (int Failures, DateTimeOffset At)> failures = new(StringComparer.Ordinal);

    /// <summary>How long the name must still wait; zero when it may try.</summary>
    public TimeSpan Wait(string who)
    {
        if (!failures.TryGetValue(who, out var entry))
        {
            return TimeSpan.Zero;
        }

        var left = entry.At + DelayAfter(entry.Failures) - time.GetUtcNow();
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>Counts a wrong attempt, also one made while waiting is not: it was never looked at.</summary>
    public void Failed(string who)
    {
        var now = time.GetUtcNow();
        if (failures.Count > Remembered)
        {
            Forget(now);
        }

        failures.AddOrUpdate(who, (1, now), (_, entry) => now - entry.At > Forgotten ? (1, now) : (entry.Failures + 1, now));
    }

    /// <summary>Starts anew after success.</summary>
    public void Succeeded(string who) => failures.TryRemove(who, out _);

    private static TimeSpan DelayAfter(int count)
    {
        if (count <= FreeAttempts)
        {
            return TimeSpan.Zero;
        }

        var delay = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(count - FreeAttempts, 10)));
        return delay < Longest ? delay : Longest;
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (who, entry) in failures)
        {
            if (now - entry.At > Longest)
            {
                failures.TryRemove(who, out _);
            }
        }
    }
}

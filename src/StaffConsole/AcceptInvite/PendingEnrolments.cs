using System.Collections.Concurrent;
using ReportingService.Opening;

namespace ReportingService.StaffConsole.AcceptInvite;

/// <summary>
/// Accounts between "passphrase chosen" and "code confirmed". Held in memory only, so that a TOTP secret never stands in a
/// hidden field; given up after a while or when the process ends, and the invitation can be used again.
/// </summary>
public sealed class PendingEnrolments(TimeProvider time) : IDisposable
{
    private const int Most = 200;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(20);
    private readonly ConcurrentDictionary<string, (NewAccount Account, DateTimeOffset At)> waiting = new(StringComparer.Ordinal);

    /// <summary>Keeps a made account until its code is confirmed, in place of an earlier one of the same invitation.</summary>
    public void Put(byte[] invite, NewAccount account)
    {
        foreach (var (name, entry) in waiting)
        {
            if (time.GetUtcNow() - entry.At > Life || waiting.Count > Most)
            {
                Drop(name);
            }
        }

        var key = Convert.ToHexStringLower(invite);
        Drop(key);
        waiting[key] = (account, time.GetUtcNow());
    }

    /// <summary>The made account of an invitation.</summary>
    public NewAccount? Find(byte[] invite)
        => waiting.TryGetValue(Convert.ToHexStringLower(invite), out var entry) && time.GetUtcNow() - entry.At <= Life ? entry.Account : null;

    /// <summary>Forgets it and zeroes its secrets.</summary>
    public void Drop(byte[] invite) => Drop(Convert.ToHexStringLower(invite));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var name in waiting.Keys)
        {
            Drop(name);
        }
    }

    private void Drop(string key)
    {
        if (waiting.TryRemove(key, out var entry))
        {
            entry.Account.Account.Dispose();
        }
    }
}

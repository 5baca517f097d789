using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace ReportingService.StaffConsole.SignIn;

/// <summary>
/// The sessions of this process. A session is found by the hash of its random id, so that not even a copy of this
/// memory structure gives a usable cookie. Nothing of a session is ever stored: a restart signs everybody out.
/// </summary>
public sealed class ConsoleSessions(TimeProvider time, IOptions<StaffConsoleOptions> options) : IDisposable
{
    private readonly ConcurrentDictionary<string, UnlockedSession> sessions = new(StringComparer.Ordinal);

    /// <summary>Starts a session; the answer is the secret that goes into the cookie.</summary>
    public string Start(UnlockedSession session)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        sessions[HashOf(id)] = session;
        return id;
    }

    /// <summary>
    /// The session of a cookie; null when there is none or it is over. <paramref name="byHand"/> counts as activity;
    /// what a page fetches by itself does not, or a screen left alone would never lock.
    /// </summary>
    public UnlockedSession? Find(string? id, bool byHand)
    {
        if (string.IsNullOrEmpty(id) || !sessions.TryGetValue(HashOf(id), out var session))
        {
            return null;
        }

        var now = time.GetUtcNow();
        if (now - session.StartedAt >= options.Value.SessionLimit)
        {
            End(id);
            return null;
        }

        if (now - session.LastUsedAt >= options.Value.IdleLimit)
        {
            session.Dispose();
        }
        else if (byHand)
        {
            session.LastUsedAt = now;
        }

        return session;
    }

    /// <summary>When a session ends if it is not used again.</summary>
    public DateTimeOffset EndOf(UnlockedSession session)
    {
        var (idle, last) = (session.LastUsedAt + options.Value.IdleLimit, session.StartedAt + options.Value.SessionLimit);
        return idle < last ? idle : last;
    }

    /// <summary>Ends a session and zeroes its key.</summary>
    public void End(string id)
    {
        if (sessions.TryRemove(HashOf(id), out var session))
        {
            session.Dispose();
        }
    }

    /// <summary>Ends every session of an account: it was disabled or invited anew, or its passphrase was changed in the session <paramref name="except"/>.</summary>
    public void EndAllOf(Guid accountId, string? except = null)
    {
        var kept = except is null ? null : HashOf(except);
        foreach (var (hash, session) in sessions.Where(entry => entry.Value.AccountId == accountId && entry.Key != kept))
        {
            sessions.TryRemove(hash, out _);
            session.Dispose();
        }
    }

    /// <summary>Locks what has idled and ends what has lasted too long; called every half-minute, so that keys do not wait for a next request.</summary>
    public void Sweep()
    {
        var now = time.GetUtcNow();
        foreach (var (hash, session) in sessions)
        {
            if (now - session.StartedAt >= options.Value.SessionLimit)
            {
                sessions.TryRemove(hash, out _);
                session.Dispose();
            }
            else if (now - session.LastUsedAt >= options.Value.IdleLimit)
            {
                session.Dispose();
            }
        }
    }

    /// <summary>Zeroes every key.</summary>
    public void Dispose()
    {
        foreach (var session in sessions.Values)
        {
            session.Dispose();
        }

        sessions.Clear();
    }

    private static string HashOf(string id) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(id)));
}

using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.StaffConsole.PreviewFile;

namespace ReportingService.StaffConsole.SignIn;

/// <summary>
/// A signed-in member of staff. The account's private key lives here and nowhere else, and only while the session is
/// unlocked. Threat: a screen left alone; after idleness the key is zeroed and every open page covers itself; the alarm goes on.
/// </summary>
public sealed class UnlockedSession(string userName, AccountRole role, UnlockedAccount unlocked, DateTimeOffset startedAt) : IDisposable
{
    private readonly Lock gate = new();
    private readonly HashSet<Guid> announcedItems = [];
    private readonly Dictionary<string, bool> desks = new(StringComparer.Ordinal);
    private readonly byte[] publicKey = unlocked.Key.Public.ToBytes();
    private UnlockedAccount? account = unlocked;
    private (Guid Report, string Words)? begun;

    public Guid AccountId { get; } = unlocked.AccountId;

    public string UserName { get; } = userName;

    public AccountRole Role { get; } = role;

    public DateTimeOffset StartedAt { get; } = startedAt;

    public DateTimeOffset LastUsedAt { get; set; } = startedAt;

    /// <summary>Whether the key is gone.</summary>
    public bool Locked
    {
        get
        {
            lock (gate)
            {
                return account is null;
            }
        }
    }

    /// <summary>Previews of files this session has looked at.</summary>
    public PreviewShelf Previews { get; } = new();

    /// <summary>Uses the account's private key. The work must not keep it.</summary>
    /// <exception cref="SessionLockedException">The session ended or was locked meanwhile.</exception>
    public T UseKey<T>(Func<PrivateKey, T> work)
    {
        lock (gate)
        {
            return account is null ? throw new SessionLockedException() : work(account.Key);
        }
    }

    /// <summary>Whether this is the public half of the account's key.</summary>
    public bool IsOwnKey(ReadOnlySpan<byte> key) => key.SequenceEqual(publicKey);

    /// <summary>Whether this session was seen to open a desk's key; null when it has not been tried.</summary>
    public bool? Opened(string desk)
    {
        lock (gate)
        {
            return desks.TryGetValue(desk, out var opened) ? opened : null;
        }
    }

    /// <summary>Remembers whether the session opened a desk's key. False when that was known.</summary>
    public bool Remember(string desk, bool opened)
    {
        lock (gate)
        {
            var known = desks.TryGetValue(desk, out var before) && before == opened;
            desks[desk] = opened;
            return !known;
        }
    }

    /// <summary>True the first time an item is named: reading a film in ranges is one opening, not hundreds.</summary>
    public bool FirstOpeningOf(Guid item)
    {
        lock (gate)
        {
            return announcedItems.Add(item);
        }
    }

    /// <summary>Keeps a message that was begun when another button of the report's page was pressed; empty words forget it. In this memory and nowhere else.</summary>
    public void Keep(Guid report, string? words)
    {
        lock (gate)
        {
            begun = string.IsNullOrWhiteSpace(words) ? null : (report, words);
        }
    }

    /// <summary>A message begun for this report; null when there is none.</summary>
    public string? Begun(Guid report)
    {
        lock (gate)
        {
            return begun is { } message && message.Report == report ? message.Words : null;
        }
    }

    /// <summary>Zeroes the key.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            account?.Dispose();
            account = null;
            begun = null;
        }

        Previews.Dispose();
    }
}

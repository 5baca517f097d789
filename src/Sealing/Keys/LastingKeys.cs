using System.Collections.Concurrent;

namespace ReportingService.Sealing;

/// <summary>Public keys of desks, routers and recovery, to which every report is sealed: checked and brought into the platform once.</summary>
internal static class LastingKeys
{
    // A desk has one key a year. More than so many are somebody's play with rows; then everything starts anew.
    private const int Most = 1024;

    private static readonly ConcurrentDictionary<string, PublicKey> Known = new(StringComparer.Ordinal);

    /// <summary>As <see cref="PublicKey.FromBytes"/>.</summary>
    internal static PublicKey Of(ReadOnlySpan<byte> bytes)
    {
        var name = Convert.ToHexString(bytes);
        if (Known.TryGetValue(name, out var known))
        {
            return known;
        }

        if (Known.Count >= Most)
        {
            Known.Clear();
        }

        return Known.GetOrAdd(name, PublicKey.FromBytes(bytes).Kept());
    }
}

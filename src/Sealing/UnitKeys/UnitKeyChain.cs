using ReportingService.Core.Keys;

namespace ReportingService.Sealing;

/// <summary>Follows a desk's key records from the domain's pinned root to the current epoch.</summary>
public static class UnitKeyChain
{
    /// <summary>A record that claims to live longer is refused.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(400);

    /// <summary>Checks every record of one desk.</summary>
    /// <param name="desk">The desk wanted.</param>
    /// <param name="domain">The domain of that desk by the desk directory, never by the database.</param>
    /// <param name="epochs">All stored records of the desk, oldest first, from epoch 1; a last pending one is ignored.</param>
    /// <param name="trust">The pinned roots.</param>
    /// <param name="memory">What this process has seen before; refuses roll-back and forks.</param>
    /// <param name="now">The time.</param>
    public static ChainVerdict Verify(string desk, KeyDomain domain, IReadOnlyList<UnitKeyRecord> epochs, Trust trust, ChainMemory memory, DateTimeOffset now)
        => throw new NotSupportedException();
}

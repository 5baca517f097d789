using ReportingService.Core.Keys;
using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>Makes a desk's keys in a member's own session; nobody else ever sees the private half.</summary>
public static class UnitKeyMaker
{
    /// <summary>A key lives this long unless asked otherwise; a chain refuses more than <see cref="UnitKeyChain.LongestLife"/>.</summary>
    public static readonly TimeSpan UsualLife = TimeSpan.FromDays(365);

    /// <summary>The first epoch, made by the desk's first member. The record is pending until a custodian of the domain signs it.</summary>
    public static NewUnitKey CreateFirst(string desk, KeyDomain domain, UnitMember first, Trust trust, DateTimeOffset now)
        => throw new NotSupportedException();

    /// <summary>
    /// The next epoch, signed by the current one: when a member leaves, when a key nears its end. Old epochs stay with the members
    /// for old cases.
    /// </summary>
    /// <param name="current">The newest epoch, unlocked.</param>
    /// <param name="chain">All records, oldest first, ending with the current one.</param>
    /// <param name="staying">Members who keep access, each with the grant of the current epoch, which proves that a member admitted that public key.</param>
    /// <param name="trust">The pinned keys.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="SealBrokenException">A member's public key is not the one that was admitted.</exception>
    public static NewUnitKey Rotate(UnitPrivateKey current, IReadOnlyList<UnitKeyRecord> chain, IReadOnlyList<AdmittedMember> staying, Trust trust, DateTimeOffset now)
        => throw new NotSupportedException();

    /// <summary>Admits a waiting member: the grant to store for them. Compare the fingerprint of their public key with them first.</summary>
    public static byte[] Admit(UnitPrivateKey current, UnitMember member, Trust trust) => throw new NotSupportedException();
}

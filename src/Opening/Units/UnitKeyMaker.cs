using System.Globalization;
using ReportingService.Core.Keys;
using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>Makes a desk's keys in a member's own session; nobody else ever sees the private half.</summary>
public static class UnitKeyMaker
{
    /// <summary>A key lives this long; a chain refuses more than <see cref="UnitKeyChain.LongestLife"/>.</summary>
    public static readonly TimeSpan UsualLife = TimeSpan.FromDays(365);

    /// <summary>The first epoch, made by the desk's first member. The record is pending until a custodian of the domain signs it.</summary>
    public static NewUnitKey CreateFirst(string desk, KeyDomain domain, UnitMember first, Trust trust, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(first);
        using var key = Fresh(desk, domain, 1);
        return Result(key, Record(key, UnitKeyRecord.Root, now), [first], trust);
    }

    /// <summary>
    /// A later epoch that the custodians must sign, made by a member when no one holds the last epoch's key any more, or when it is
    /// compromised. Pending, like the first.
    /// </summary>
    /// <param name="before">The desk's signed records, oldest first.</param>
    /// <param name="member">Who makes it.</param>
    /// <param name="trust">The pinned keys.</param>
    /// <param name="now">The time.</param>
    public static NewUnitKey CreateAnew(IReadOnlyList<UnitKeyRecord> before, UnitMember member, Trust trust, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(member);
        using var key = Fresh(before[^1].Desk, before[^1].Domain, before.Count + 1);
        return Result(key, Record(key, UnitKeyRecord.Root, now), [member], trust);
    }

    /// <summary>
    /// The same with the last epoch in hand, expired as it is: the members it admitted get the new one too. Custodians must sign it, for
    /// an expired key signs nothing.
    /// </summary>
    /// <param name="last">The newest epoch, unlocked.</param>
    /// <param name="before">The desk's signed records, oldest first, ending with that epoch.</param>
    /// <param name="staying">Who keeps access, the maker among them, each with the grant of that epoch.</param>
    /// <param name="trust">The pinned keys.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="SealBrokenException">A member's public key is not the one that was admitted.</exception>
    /// <exception cref="ArgumentException">The chain does not end with that epoch.</exception>
    public static NewUnitKey CreateAnew(UnitPrivateKey last, IReadOnlyList<UnitKeyRecord> before, IReadOnlyList<AdmittedMember> staying, Trust trust, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(last);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(staying);
        ArgumentNullException.ThrowIfNull(trust);
        var members = Admitted(last, before, staying, trust);
        using var key = Fresh(last.Desk, last.Domain, last.Epoch + 1);
        return Result(key, Record(key, UnitKeyRecord.Root, now), members, trust);
    }

    /// <summary>
    /// The next epoch, signed by the current one: when a member leaves, when a key nears its end. Old epochs stay with the members
    /// for old cases.
    /// </summary>
    /// <param name="current">The newest epoch, unlocked.</param>
    /// <param name="chain">All records, oldest first, ending with the current one.</param>
    /// <param name="staying">Members who keep access, each with the grant of the current epoch, which proves that a member admitted that public key.</param>
    /// <param name="trust">The pinned keys.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="SealBrokenException">A member's public key is not the one that was admitted, or the chain does not verify (also when the current epoch has expired: then a new one must be signed by custodians).</exception>
    /// <exception cref="ArgumentException">The chain does not end with the current epoch.</exception>
    public static NewUnitKey Rotate(UnitPrivateKey current, IReadOnlyList<UnitKeyRecord> chain, IReadOnlyList<AdmittedMember> staying, Trust trust, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(staying);
        ArgumentNullException.ThrowIfNull(trust);
        var members = Admitted(current, chain, staying, trust);
        using var next = Fresh(current.Desk, current.Domain, current.Epoch + 1);
        var record = Record(next, "epoch:" + current.Epoch.ToString(CultureInfo.InvariantCulture), now);
        var signed = KeyRecordBytes.Signed(record, trust.Instance, UnitKeyChain.PreviousHash(chain, trust.Instance));
        record = record with { Signature = current.Signing.Sign(signed) };

        // Threat: an earlier record was changed in the database; signing over it would make the change part of the chain.
        if (UnitKeyChain.Verify(current.Desk, current.Domain, [.. chain, record], trust, new ChainMemory(), now) is not ChainVerdict.Current)
        {
            throw new SealBrokenException();
        }

        return Result(next, record, members, trust);
    }

    /// <summary>Admits a waiting member: the grant to store for them. Compare the fingerprint of their public key with them first.</summary>
    public static byte[] Admit(UnitPrivateKey current, UnitMember member, Trust trust)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(member);
        ArgumentNullException.ThrowIfNull(trust);
        return UnitSecret.Grant(current, member, trust.Instance);
    }

    /// <summary>
    /// True when a holder of this epoch admitted exactly this account with exactly this public key. Threat: somebody who writes to the
    /// database adds a member, to be given the next epoch. The proof is made with the desk's own key, so no row can claim it.
    /// </summary>
    public static bool IsAdmitted(UnitPrivateKey newest, AdmittedMember member, Trust trust)
    {
        ArgumentNullException.ThrowIfNull(newest);
        ArgumentNullException.ThrowIfNull(member);
        ArgumentNullException.ThrowIfNull(trust);
        return UnitSecret.IsAdmitted(newest, new UnitMember(member.AccountId, member.PublicKey), trust.Instance, member.Grant);
    }

    /// <summary>The members, each proven to have been admitted by a holder of the newest epoch.</summary>
    private static List<UnitMember> Admitted(UnitPrivateKey newest, IReadOnlyList<UnitKeyRecord> chain, IReadOnlyList<AdmittedMember> staying, Trust trust)
    {
        if (chain.Count != newest.Epoch || !newest.Opening.Public.Span.SequenceEqual(chain[^1].PublicKey))
        {
            throw new ArgumentException("The chain does not end with the current epoch.", nameof(chain));
        }

        var members = staying.Select(s => new UnitMember(s.AccountId, s.PublicKey)).ToList();
        for (var i = 0; i < members.Count; i++)
        {
            // Threat: an account's public key is exchanged in the database, to be given the next epoch.
            if (!UnitSecret.IsAdmitted(newest, members[i], trust.Instance, staying[i].Grant))
            {
                throw new SealBrokenException();
            }
        }

        return members;
    }

    private static UnitPrivateKey Fresh(string desk, KeyDomain domain, int epoch) => new(desk, domain, epoch, PrivateKey.Create(), SigningKey.Create());

    private static UnitKeyRecord Record(UnitPrivateKey key, string signer, DateTimeOffset now)
    {
        var created = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        return new(key.Desk, key.Domain, key.Epoch, key.Opening.Public.ToBytes(), created, created + UsualLife, key.Signing.Public.ToBytes(), [], signer);
    }

    private static NewUnitKey Result(UnitPrivateKey key, UnitKeyRecord record, IReadOnlyList<UnitMember> members, Trust trust)
    {
        var recovery = UnitSecret.Wrap(key, trust.Of(key.Domain).Recovery, KeyWrap.UnitRecoveryContext(trust.Instance, key.Desk, key.Epoch));
        return new NewUnitKey(record, [.. members.Select(m => new UnitGrant(m.AccountId, UnitSecret.Grant(key, m, trust.Instance)))], recovery);
    }
}

using System.Globalization;
using System.Security.Cryptography;
using ReportingService.Core.Keys;

namespace ReportingService.Sealing;

/// <summary>Follows a desk's key records from the domain's pinned root to the current epoch.</summary>
public static class UnitKeyChain
{
    /// <summary>A record that claims to live longer is refused.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(400);

    /// <summary>How far a record's creation may lie ahead of this machine's clock.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(10);

    /// <summary>Checks every record of one desk.</summary>
    /// <param name="desk">The desk wanted.</param>
    /// <param name="domain">The domain of that desk by the desk directory, never by the database.</param>
    /// <param name="epochs">All stored records of the desk, oldest first, from epoch 1; a last pending one is ignored.</param>
    /// <param name="trust">The pinned roots.</param>
    /// <param name="memory">What this process has seen before; refuses roll-back and forks.</param>
    /// <param name="now">The time.</param>
    public static ChainVerdict Verify(string desk, KeyDomain domain, IReadOnlyList<UnitKeyRecord> epochs, Trust trust, ChainMemory memory, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(epochs);
        ArgumentNullException.ThrowIfNull(trust);
        ArgumentNullException.ThrowIfNull(memory);
        var count = epochs.Count > 0 && epochs[^1].IsPending ? epochs.Count - 1 : epochs.Count;
        if (count == 0)
        {
            // Threat: all signed records are deleted so that the desk looks new.
            return Refuse(memory.Knows(desk) ? ChainRefusal.RolledBack : epochs.Count == 0 ? ChainRefusal.NoKey : ChainRefusal.Pending);
        }

        var hashes = new List<byte[]>(count);
        for (var i = 0; i < count; i++)
        {
            var refusal = Check(desk, domain, epochs, i, hashes, trust, memory, now);
            if (refusal is { } reason)
            {
                return Refuse(reason);
            }
        }

        if (!memory.Accept(desk, hashes))
        {
            return Refuse(ChainRefusal.RolledBack);
        }

        var last = epochs[count - 1];
        return last.ExpiresAt <= now ? Refuse(ChainRefusal.Expired) : new ChainVerdict.Current(new VerifiedUnitKey(last));
    }

    /// <summary>The hash that the next epoch's signature covers: of the last of <paramref name="before"/>, zeros when there is none.</summary>
    internal static byte[] PreviousHash(IReadOnlyList<UnitKeyRecord> before, InstanceId instance)
    {
        var previous = new byte[Hkdf.HashSize];
        foreach (var record in before)
        {
            previous = KeyRecordBytes.Hash(KeyRecordBytes.Signed(record, instance, previous));
        }

        return previous;
    }

    private static ChainRefusal? Check(string desk, KeyDomain domain, IReadOnlyList<UnitKeyRecord> epochs, int index, List<byte[]> hashes, Trust trust, ChainMemory memory, DateTimeOffset now)
    {
        var record = epochs[index];
        var previous = index == 0 ? null : epochs[index - 1];
        if (record.Desk != desk)
        {
            return ChainRefusal.WrongDesk;
        }

        if (record.Domain != domain)
        {
            return ChainRefusal.WrongDomain;
        }

        if (record.Epoch != index + 1)
        {
            return ChainRefusal.BrokenChain;
        }

        if (!IsSound(record, previous, now))
        {
            return ChainRefusal.Malformed;
        }

        if (Signer(record, previous, trust.Of(domain).Root) is not { } signer)
        {
            return ChainRefusal.BadSignature;
        }

        var signed = KeyRecordBytes.Signed(record, trust.Instance, index == 0 ? new byte[Hkdf.HashSize] : hashes[index - 1]);
        if (!memory.Verify(signer, signed, record.Signature))
        {
            return ChainRefusal.BadSignature;
        }

        hashes.Add(KeyRecordBytes.Hash(signed));
        return null;
    }

    private static VerifyingKey? Signer(UnitKeyRecord record, UnitKeyRecord? previous, VerifyingKey root)
    {
        if (record.SignedBy == UnitKeyRecord.Root)
        {
            return root;
        }

        // Threat: an expired or stolen old epoch signs a successor. Only the direct predecessor counts, and only while it lived.
        var expected = "epoch:" + (record.Epoch - 1).ToString(CultureInfo.InvariantCulture);
        return previous is not null && record.SignedBy == expected && record.CreatedAt < previous.ExpiresAt
            ? VerifyingKey.FromBytes(previous.SigningPublicKey)
            : null;
    }

    private static bool IsSound(UnitKeyRecord record, UnitKeyRecord? previous, DateTimeOffset now)
        => P256.IsOnCurve(record.PublicKey)
            && P256.IsOnCurve(record.SigningPublicKey)
            && !CryptographicOperations.FixedTimeEquals(record.PublicKey, record.SigningPublicKey)
            && record.CreatedAt <= now + ClockSkew
            && record.ExpiresAt > record.CreatedAt
            && record.ExpiresAt - record.CreatedAt <= LongestLife
            && (previous is null || record.CreatedAt >= previous.CreatedAt);

    private static ChainVerdict.Refused Refuse(ChainRefusal reason) => new(reason);
}

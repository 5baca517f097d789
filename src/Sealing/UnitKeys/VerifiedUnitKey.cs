using ReportingService.Core.Keys;

namespace ReportingService.Sealing;

/// <summary>A desk's current key whose chain of signatures was followed to the pinned root. Only <see cref="UnitKeyChain"/> makes one.</summary>
public sealed class VerifiedUnitKey
{
    internal VerifiedUnitKey(UnitKeyRecord record)
    {
        Desk = record.Desk;
        Domain = record.Domain;
        Epoch = record.Epoch;
        ExpiresAt = record.ExpiresAt;
        PublicKey = LastingKeys.Of(record.PublicKey);
    }

    /// <summary>Code of the desk.</summary>
    public string Desk { get; }

    /// <summary>The domain whose root vouches for it.</summary>
    public KeyDomain Domain { get; }

    /// <summary>Epoch of the key, from 1.</summary>
    public int Epoch { get; }

    /// <summary>After this moment nothing more is wrapped to it.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>The key to seal to.</summary>
    public PublicKey PublicKey { get; }
}

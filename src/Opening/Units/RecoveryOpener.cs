using ReportingService.Core.Keys;
using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>What a domain's custodians can do with the recovery key, offline from the service's processes: <c>grant</c>, and releasing cases that wait.</summary>
public sealed class RecoveryOpener : IDisposable
{
    private readonly PrivateKey _key;
    private readonly Trust _trust;

    /// <summary>Takes over the key of a recovery file.</summary>
    /// <exception cref="SealBrokenException">Not the recovery key that <paramref name="trust"/> pins for <paramref name="domain"/>.</exception>
    public RecoveryOpener(PrivateKey recoveryKey, KeyDomain domain, Trust trust)
    {
        ArgumentNullException.ThrowIfNull(recoveryKey);
        ArgumentNullException.ThrowIfNull(trust);
        if (trust.Of(domain).Recovery != recoveryKey.Public)
        {
            throw new SealBrokenException();
        }

        _key = recoveryKey;
        _trust = trust;
        Domain = domain;
    }

    /// <summary>The domain.</summary>
    public KeyDomain Domain { get; }

    /// <summary>Opens a desk's keys, to admit a member whom no living member can admit (then <see cref="UnitKeyMaker.Admit"/>).</summary>
    /// <exception cref="SealBrokenException">Damaged, of another desk, epoch or domain.</exception>
    public UnitPrivateKey OpenUnit(UnitKeyRecord record, ReadOnlySpan<byte> recoveryWrap)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.Domain == Domain
            ? UnitSecret.Unwrap(_key, KeyWrap.UnitRecoveryContext(_trust.Instance, record.Desk, record.Epoch), record, recoveryWrap)
            : throw new SealBrokenException();
    }

    /// <summary>Opens a case that was sealed to recovery because no desk of the domain had a key; wrap it to a desk, then dispose.</summary>
    /// <exception cref="SealBrokenException">Damaged, moved, of another domain or binding.</exception>
    public CaseKey OpenCase(CaseBinding binding, ReadOnlySpan<byte> wrap)
    {
        ArgumentNullException.ThrowIfNull(binding);
        return CaseKey.Unwrap(_key, KeyWrap.RecoveryAad(binding, Domain), binding, wrap);
    }

    /// <summary>Zeroes the key.</summary>
    public void Dispose() => _key.Dispose();

    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(RecoveryOpener);
}

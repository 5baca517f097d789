using ReportingService.Core.Keys;
using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>A domain's root in the hands of a custodian: signs pending unit keys.</summary>
public sealed class RootSigner : IDisposable
{
    private readonly SigningKey _key;
    private readonly Trust _trust;

    internal RootSigner(SigningKey key, KeyDomain domain, Trust trust)
    {
        _key = key;
        _trust = trust;
        Domain = domain;
    }

    /// <summary>The domain.</summary>
    public KeyDomain Domain { get; }

    /// <summary>Signs a pending record. Compare <see cref="UnitKeyRecord.Fingerprint"/> with the desk's member first.</summary>
    /// <param name="pending">The record to sign.</param>
    /// <param name="before">The desk's earlier records, oldest first; empty for the first epoch.</param>
    /// <param name="now">The time, to refuse a record that has expired or lies ahead.</param>
    /// <returns>The signed record: store it in place of the pending one.</returns>
    /// <exception cref="InvalidOperationException">The record is of another domain, is signed already, or would not verify after <paramref name="before"/>.</exception>
    public UnitKeyRecord Sign(UnitKeyRecord pending, IReadOnlyList<UnitKeyRecord> before, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(pending);
        ArgumentNullException.ThrowIfNull(before);
        if (!pending.IsPending || pending.Domain != Domain || pending.SignedBy != UnitKeyRecord.Root)
        {
            throw new InvalidOperationException("Not a pending record for this domain's root.");
        }

        var bytes = KeyRecordBytes.Signed(pending, _trust.Instance, UnitKeyChain.PreviousHash(before, _trust.Instance));
        var signed = pending with { Signature = _key.Sign(bytes) };
        var verdict = UnitKeyChain.Verify(pending.Desk, Domain, [.. before, signed], _trust, new ChainMemory(), now);
        return verdict is ChainVerdict.Current
            ? signed
            : throw new InvalidOperationException($"The record would not verify: {(verdict as ChainVerdict.Refused)?.Reason}.");
    }

    /// <summary>Vouches for a rule author's key. Compare <see cref="RuleAuthorRecord.Fingerprint"/> with its owner first.</summary>
    /// <exception cref="InvalidOperationException">Not the root of the police, or the record is signed already or would not hold.</exception>
    public RuleAuthorRecord Sign(RuleAuthorRecord pending, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(pending);
        if (!pending.IsPending || Domain != KeyDomain.Police)
        {
            throw new InvalidOperationException("Not a pending record for this domain's root.");
        }

        var signed = pending with { Signature = _key.Sign(RuleBytes.Author(pending, _trust.Instance)) };
        return signed.Holds(_trust, now) ? signed : throw new InvalidOperationException("The record would not hold.");
    }

    /// <summary>Zeroes the key.</summary>
    public void Dispose() => _key.Dispose();

    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(RootSigner);
}

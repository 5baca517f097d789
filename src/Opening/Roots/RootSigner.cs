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
    /// <exception cref="InvalidOperationException">The record is of another domain, is signed already, or does not follow <paramref name="before"/>.</exception>
    public UnitKeyRecord Sign(UnitKeyRecord pending, IReadOnlyList<UnitKeyRecord> before) => throw new NotSupportedException();

    /// <summary>Zeroes the key.</summary>
    public void Dispose() => _key.Dispose();
}

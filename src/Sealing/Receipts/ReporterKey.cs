using System.Security.Cryptography;
using ReportingService.Core.Reports;

namespace ReportingService.Sealing;

/// <summary>Everything a receipt gives by HKDF-SHA256 (EnvelopeFormat.md, 5). No slow derivation: the receipt has 120 bits.</summary>
public sealed class ReporterKey : IDisposable
{
    private readonly byte[] _scalar = new byte[P256.ScalarSize];
    private readonly byte[] _tagKey = new byte[Hkdf.HashSize];
    private readonly byte[] _lookup = new byte[Hkdf.HashSize];
    private readonly InstanceId _instance;
    private readonly KeyAgreement _agreement;
    private bool _disposed;

    private ReporterKey(Receipt receipt, InstanceId instance)
    {
        _instance = instance;
        Span<byte> prk = stackalloc byte[Hkdf.HashSize];
        Span<byte> seed = stackalloc byte[Hkdf.HashSize];
        try
        {
            HKDF.Extract(HashAlgorithmName.SHA256, receipt.Secret, Hkdf.Label("receipt", instance.ToBytes()), prk);
            Hkdf.Expand(prk, "reporter-key", [], seed);
            Hkdf.Expand(prk, "lookup", [], _lookup);
            Hkdf.Expand(prk, "case-tag", [], _tagKey);
            HpkeSchedule.DeriveScalar(seed, _scalar);
            _agreement = KeyAgreement.Of(_scalar);
            Public = PublicKey.Trusted(_agreement.Point).Kept();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(prk);
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <summary>The half that is stored in clear with the case; messages are sealed to it.</summary>
    public PublicKey Public { get; }

    /// <summary>32 bytes, stored and uniquely indexed, by which the case is found. Nothing else can be derived from it.</summary>
    public byte[] Lookup => _lookup.AsSpan().ToArray();

    internal ReadOnlySpan<byte> Scalar
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _scalar;
        }
    }

    internal KeyAgreement Agreement
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _agreement;
        }
    }

    /// <summary>Derives the keys of a receipt for this installation.</summary>
    public static ReporterKey From(Receipt receipt, InstanceId instance) => new(receipt, instance);

    /// <summary>32 bytes stored with the case at submission, by which the receipt later recognises the case's public key.</summary>
    public byte[] TagCase(ReportId report, PublicKey caseKey)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return HMACSHA256.HashData(_tagKey, Hkdf.Label("case-tag", [.. _instance.ToBytes(), .. report.ToBytes(), .. caseKey.Point]));
    }

    /// <summary>
    /// The case, when its stored tag says that this receipt was given for this case and public key; else null. Threat: somebody who
    /// can write to the database replaces the case's public key, so that what the reporter adds is sealed to him, and what he writes
    /// is believed to come from the unit.
    /// </summary>
    /// <param name="report">The case found by <see cref="Lookup"/>.</param>
    /// <param name="caseKey">Its stored public key, 65 bytes.</param>
    /// <param name="tag">Its stored tag, 32 bytes.</param>
    public VouchedCase? Vouch(ReportId report, ReadOnlySpan<byte> caseKey, ReadOnlySpan<byte> tag)
    {
        if (!P256.IsOnCurve(caseKey))
        {
            return null;
        }

        var key = PublicKey.FromBytes(caseKey);
        return CryptographicOperations.FixedTimeEquals(TagCase(report, key), tag) ? new VouchedCase(report, key) : null;
    }

    /// <summary>A case this process makes right now, before anything of it is stored.</summary>
    public VouchedCase Vouch(ReportId report, CaseKeyPair fresh)
    {
        ArgumentNullException.ThrowIfNull(fresh);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new VouchedCase(report, fresh.Public);
    }

    /// <summary>Zeroes every derived secret.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_scalar);
        CryptographicOperations.ZeroMemory(_tagKey);
        _agreement.Dispose();
        Public.Peer?.Dispose();
        _disposed = true;
    }

    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(ReporterKey);
}

using System.Security.Cryptography;

namespace ReportingService.Sealing;

/// <summary>
/// A P-256 public key that checks signatures (ECDSA with SHA-256, FIPS 186-5; signatures are <c>r(32) | s(32)</c>). Kept apart from
/// <see cref="PublicKey"/> so that nothing can be sealed to a signing key.
/// </summary>
public readonly struct VerifyingKey : IEquatable<VerifyingKey>
{
    /// <summary>Length of a key in bytes.</summary>
    public const int Size = 65;

    /// <summary>Length of a signature in bytes.</summary>
    public const int SignatureSize = 64;

    private readonly byte[]? _point;

    private VerifyingKey(byte[] point) => _point = point;

    /// <summary>The 65 bytes of the uncompressed point. Empty only for <c>default</c>.</summary>
    public ReadOnlySpan<byte> Span => _point;

    /// <summary>Reads and checks a key.</summary>
    /// <exception cref="CryptographicException">Not an uncompressed P-256 point on the curve.</exception>
    public static VerifyingKey FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (!P256.IsOnCurve(bytes))
        {
            throw new CryptographicException("Not a P-256 verifying key.");
        }

        return new VerifyingKey(bytes.ToArray());
    }

    /// <summary>A copy of the 65 bytes, for storing.</summary>
    public byte[] ToBytes() => Span.ToArray();

    /// <summary>True when <paramref name="signature"/> (64 bytes) over <paramref name="data"/> was made by this key's owner.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (_point is null || signature.Length != SignatureSize)
        {
            return false;
        }

        using var key = ECDsa.Create(P256.PublicParameters(_point));
        return key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <inheritdoc/>
    public bool Equals(VerifyingKey other) => CryptographicOperations.FixedTimeEquals(Span, other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is VerifyingKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _point is null ? 0 : BitConverter.ToInt32(_point, 1);

    /// <summary>Same point.</summary>
    public static bool operator ==(VerifyingKey left, VerifyingKey right) => left.Equals(right);

    /// <summary>Another point.</summary>
    public static bool operator !=(VerifyingKey left, VerifyingKey right) => !left.Equals(right);
}

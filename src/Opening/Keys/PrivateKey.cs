using System.Security.Cryptography;
using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>
/// A P-256 private key that opens what is sealed to <see cref="Public"/>: a 32-byte scalar, zeroed on disposal. It lives in Opening so
/// that no code of Intake can hold one.
/// </summary>
public sealed class PrivateKey : IDisposable
{
    private readonly byte[] _scalar = new byte[P256.ScalarSize];
    private readonly KeyAgreement _agreement;
    private bool _disposed;

    private PrivateKey(byte[] scalarToTake)
    {
        scalarToTake.CopyTo(_scalar, 0);
        CryptographicOperations.ZeroMemory(scalarToTake);
        _agreement = KeyAgreement.Of(_scalar);
        Public = _agreement.KeptPublic();
    }

    /// <summary>The public half.</summary>
    public PublicKey Public { get; }

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

    /// <summary>A fresh key.</summary>
    public static PrivateKey Create()
    {
        var scalar = new byte[P256.ScalarSize];
        P256.Generate(scalar);
        return new PrivateKey(scalar);
    }

    /// <summary>Takes a scalar that was stored (32 bytes, big-endian, in [1, order)). The caller zeroes its own copy.</summary>
    /// <exception cref="SealBrokenException">Not a scalar of the curve.</exception>
    public static PrivateKey FromScalar(ReadOnlySpan<byte> scalar)
    {
        if (!P256.IsScalar(scalar))
        {
            throw new SealBrokenException();
        }

        return new PrivateKey(scalar.ToArray());
    }

    /// <summary>Writes the scalar where it is stored: a file a custodian takes offline, or the router's key folder. The caller zeroes it.</summary>
    public void CopyScalarTo(Span<byte> destination) => Scalar.CopyTo(destination);

    /// <summary>Zeroes the scalar.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_scalar);
        _agreement.Dispose();
        Public.Peer?.Dispose();
        _disposed = true;
    }

    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(PrivateKey);
}

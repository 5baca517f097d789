using System.Security.Cryptography;
using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>A P-256 private key that signs key records (ECDSA, SHA-256). A 32-byte scalar, zeroed on disposal.</summary>
public sealed class SigningKey : IDisposable
{
    private readonly byte[] _scalar = new byte[P256.ScalarSize];
    private bool _disposed;

    private SigningKey(byte[] scalarToTake, byte[] point)
    {
        scalarToTake.CopyTo(_scalar, 0);
        CryptographicOperations.ZeroMemory(scalarToTake);
        Public = VerifyingKey.FromBytes(point);
    }

    /// <summary>The public half.</summary>
    public VerifyingKey Public { get; }

    internal ReadOnlySpan<byte> Scalar
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _scalar;
        }
    }

    /// <summary>A fresh key.</summary>
    public static SigningKey Create()
    {
        var scalar = new byte[P256.ScalarSize];
        var point = P256.Generate(scalar);
        return new SigningKey(scalar, point);
    }

    /// <summary>Takes a scalar that was stored. The caller zeroes its own copy.</summary>
    /// <exception cref="SealBrokenException">Not a scalar of the curve.</exception>
    public static SigningKey FromScalar(ReadOnlySpan<byte> scalar)
    {
        if (!P256.IsScalar(scalar))
        {
            throw new SealBrokenException();
        }

        var point = P256.PublicOf(scalar);
        return new SigningKey(scalar.ToArray(), point);
    }

    /// <summary>Signs; 64 bytes, <c>r(32) | s(32)</c>.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        var parameters = P256.PublicParameters(Public.Span);
        parameters.D = Scalar.ToArray();
        try
        {
            using var key = ECDsa.Create(parameters);
            return key.SignData(data.ToArray(), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(parameters.D);
        }
    }

    /// <summary>Zeroes the scalar.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_scalar);
        _disposed = true;
    }

    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(SigningKey);
}

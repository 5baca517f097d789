using System.Security.Cryptography;

namespace ReportingService.Sealing;

/// <summary>
/// One private key ready for Diffie-Hellman (RFC 9180, 7.1.1: DH gives the X coordinate). Made per operation: the platform's key
/// objects promise no thread safety. A fresh ephemeral scalar never leaves the platform's memory, which clears it when freed.
/// </summary>
internal sealed class KeyAgreement : IDisposable
{
    private readonly ECDiffieHellman _key;

    private KeyAgreement(ECDiffieHellman key, byte[] point)
    {
        _key = key;
        Point = point;
    }

    /// <summary>The public point, 65 bytes.</summary>
    internal byte[] Point { get; }

    internal static KeyAgreement Fresh()
    {
        var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var q = key.ExportParameters(includePrivateParameters: false).Q;
        return new KeyAgreement(key, [0x04, .. q.X!, .. q.Y!]);
    }

    internal static KeyAgreement Of(ReadOnlySpan<byte> scalar, byte[] point)
    {
        var parameters = P256.PublicParameters(point);
        parameters.D = scalar.ToArray();
        try
        {
            return new KeyAgreement(ECDiffieHellman.Create(parameters), point);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(parameters.D);
        }
    }

    /// <summary>32 bytes that the caller zeroes.</summary>
    internal void Dh(ReadOnlySpan<byte> theirPoint, Span<byte> shared)
    {
        using var their = ECDiffieHellman.Create(P256.PublicParameters(theirPoint));
        using var theirPublic = their.PublicKey;
        var secret = _key.DeriveRawSecretAgreement(theirPublic);
        secret.CopyTo(shared);
        CryptographicOperations.ZeroMemory(secret);
    }

    public void Dispose() => _key.Dispose();
}

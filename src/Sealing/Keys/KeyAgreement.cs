using System.Security.Cryptography;

namespace ReportingService.Sealing;

/// <summary>
/// One private key ready for Diffie-Hellman (RFC 9180, 7.1.1: DH gives the X coordinate). Bringing a key into the platform costs as
/// much as using it, so whoever owns a scalar keeps this as long as the scalar. The platform's key objects promise no thread safety:
/// one agreement at a time. Disposed, the platform clears its copy of the scalar.
/// </summary>
internal sealed class KeyAgreement : IDisposable
{
    private readonly ECDiffieHellman _key;
    private readonly Lock _one = new();
    private readonly byte[] _lastShared = new byte[P256.ScalarSize];
    private PublicKey? _last;

    private KeyAgreement(ECDiffieHellman key)
    {
        _key = key;
        var q = key.ExportParameters(includePrivateParameters: false).Q;
        Point = [0x04, .. q.X!, .. q.Y!];
    }

    /// <summary>The public point, 65 bytes.</summary>
    internal byte[] Point { get; }

    /// <summary>The public half, to seal to more than once. Whoever asks disposes its peer together with this.</summary>
    internal PublicKey KeptPublic() => PublicKey.Trusted(Point).Kept(_key.PublicKey);

    /// <summary>A fresh key whose scalar never leaves the platform's memory.</summary>
    internal static KeyAgreement Fresh() => new(ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>The key of a scalar; the caller keeps and zeroes its own copy.</summary>
    internal static KeyAgreement Of(ReadOnlySpan<byte> scalar)
    {
        var parameters = new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar.ToArray() };
        try
        {
            return new KeyAgreement(ECDiffieHellman.Create(parameters));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(parameters.D);
        }
    }

    /// <summary>32 bytes that the caller zeroes. Both keys being the same as in the last agreement, so is its result.</summary>
    internal void Dh(PublicKey their, Span<byte> shared)
    {
        lock (_one)
        {
            if (_last is not { } last || last != their)
            {
                var secret = their.Peer is { } kept ? kept.AgreeWith(_key) : Once(their);
                secret.CopyTo(_lastShared, 0);
                CryptographicOperations.ZeroMemory(secret);
                _last = their;
            }

            _lastShared.CopyTo(shared);
        }
    }

    public void Dispose()
    {
        lock (_one)
        {
            _last = null;
            CryptographicOperations.ZeroMemory(_lastShared);
            _key.Dispose();
        }
    }

    private byte[] Once(PublicKey their)
    {
        using var peer = new PeerKey(their.Point);
        return peer.AgreeWith(_key);
    }
}

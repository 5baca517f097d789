using System.Security.Cryptography;

namespace ReportingService.Sealing;

/// <summary>A public key inside the platform, kept while it is used again and again. Disposed, it comes back by itself when needed.</summary>
internal sealed class PeerKey(byte[] point) : IDisposable
{
    private readonly Lock _one = new();
    private ECDiffieHellman? _key;
    private ECDiffieHellmanPublicKey? _public;

    /// <summary>32 bytes that the caller zeroes. One at a time: the platform's objects promise no thread safety.</summary>
    internal byte[] AgreeWith(ECDiffieHellman own)
    {
        lock (_one)
        {
            _key ??= ECDiffieHellman.Create(P256.PublicParameters(point));
            return own.DeriveRawSecretAgreement(_public ??= _key.PublicKey);
        }
    }

    public void Dispose()
    {
        lock (_one)
        {
            _public?.Dispose();
            _key?.Dispose();
            (_public, _key) = (null, null);
        }
    }
}

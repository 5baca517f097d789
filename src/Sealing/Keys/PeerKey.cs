using System.Security.Cryptography;

namespace ReportingService.Sealing;

/// <summary>A public key inside the platform, kept while it is used again and again. Disposed, it comes back by itself when needed.</summary>
/// <param name="known">Where the platform has it already; taken over.</param>
internal sealed class PeerKey(byte[] point, ECDiffieHellmanPublicKey? known = null) : IDisposable
{
    private readonly Lock _one = new();
    private ECDiffieHellman? _key;
    private ECDiffieHellmanPublicKey? _public = known;

    /// <summary>32 bytes that the caller zeroes. One at a time: the platform's objects promise no thread safety.</summary>
    internal byte[] AgreeWith(ECDiffieHellman own)
    {
        lock (_one)
        {
            _public ??= (_key = ECDiffieHellman.Create(P256.PublicParameters(point))).PublicKey;
            return own.DeriveRawSecretAgreement(_public);
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

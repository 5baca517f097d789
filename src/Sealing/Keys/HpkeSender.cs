using System.Security.Cryptography;

namespace ReportingService.Sealing;

/// <summary>The sender's half of HPKE (RFC 9180, 4.1 Encap and AuthEncap, 6.1 single-shot).</summary>
internal static class HpkeSender
{
    /// <summary>Bytes a sealed text is longer than the plain one: enc and tag.</summary>
    internal const int Overhead = PublicKey.Size + HpkeAead.TagSize;

    internal static byte[] SealBase(PublicKey to, ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> plain)
        => WithEphemeral(null, to, info, aad, plain);

    /// <summary>Mode auth: the receiver learns that the owner of the sender's key made it.</summary>
    internal static byte[] SealAuth(KeyAgreement sender, PublicKey to, ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> plain)
        => WithEphemeral(sender, to, info, aad, plain);

    /// <summary>enc | ciphertext | tag, with an ephemeral key given (the RFC's vectors) or fresh.</summary>
    internal static byte[] Seal(HpkeAead aead, KeyAgreement ephemeral, KeyAgreement? sender, PublicKey to, ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> plain)
    {
        var enc = ephemeral.Point;
        Span<byte> dh = stackalloc byte[2 * P256.ScalarSize];
        Span<byte> shared = stackalloc byte[Hkdf.HashSize];
        Span<byte> key = stackalloc byte[aead.KeySize];
        Span<byte> nonce = stackalloc byte[HpkeAead.NonceSize];
        try
        {
            ephemeral.Dh(to, dh[..32]);
            if (sender is not null)
            {
                sender.Dh(to, dh[32..]);
                HpkeSchedule.SharedSecret(dh, [.. enc, .. to.Point, .. sender.Point], shared);
            }
            else
            {
                HpkeSchedule.SharedSecret(dh[..32], [.. enc, .. to.Point], shared);
            }

            HpkeSchedule.KeyAndNonce(aead, sender is not null ? HpkeSchedule.ModeAuth : HpkeSchedule.ModeBase, shared, info, key, nonce);
            var sealedText = new byte[Overhead + plain.Length];
            enc.CopyTo(sealedText, 0);
            using var gcm = new AesGcm(key, HpkeAead.TagSize);
            gcm.Encrypt(nonce, plain, sealedText.AsSpan(PublicKey.Size, plain.Length), sealedText.AsSpan(PublicKey.Size + plain.Length), aad);
            return sealedText;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dh);
            CryptographicOperations.ZeroMemory(shared);
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(nonce);
        }
    }

    private static byte[] WithEphemeral(KeyAgreement? sender, PublicKey to, ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> plain)
    {
        using var ephemeral = KeyAgreement.Fresh();
        return Seal(HpkeAead.Aes256Gcm, ephemeral, sender, to, info, aad, plain);
    }
}

using System.Security.Cryptography;

namespace ReportingService.Sealing;

/// <summary>
/// The receiver's half of HPKE (RFC 9180, 4.1 Decap and AuthDecap). Internal to Sealing and Opening: here only
/// <see cref="ReporterKey"/> uses it, every other private key lives in Opening.
/// </summary>
internal static class HpkeReceiver
{
    /// <summary>Opens <paramref name="sealedText"/> = enc | ciphertext | tag; the caller zeroes the result.</summary>
    /// <param name="sender">The sender's public key for mode auth, null for mode base.</param>
    /// <exception cref="SealBrokenException">It does not open.</exception>
    internal static byte[] Open(HpkeAead aead, KeyAgreement own, PublicKey? sender, ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> sealedText)
    {
        if (sealedText.Length < HpkeSender.Overhead || !P256.IsOnCurve(sealedText[..PublicKey.Size]))
        {
            throw new SealBrokenException();
        }

        var enc = sealedText[..PublicKey.Size];
        var body = sealedText[PublicKey.Size..];
        Span<byte> dh = stackalloc byte[2 * P256.ScalarSize];
        Span<byte> shared = stackalloc byte[Hkdf.HashSize];
        Span<byte> key = stackalloc byte[aead.KeySize];
        Span<byte> nonce = stackalloc byte[HpkeAead.NonceSize];
        var plain = new byte[body.Length - HpkeAead.TagSize];
        try
        {
            own.Dh(PublicKey.Trusted(enc.ToArray()), dh[..32]);
            if (sender is { } from)
            {
                own.Dh(from, dh[32..]);
                HpkeSchedule.SharedSecret(dh, [.. enc, .. own.Point, .. from.Point], shared);
            }
            else
            {
                HpkeSchedule.SharedSecret(dh[..32], [.. enc, .. own.Point], shared);
            }

            HpkeSchedule.KeyAndNonce(aead, sender is null ? HpkeSchedule.ModeBase : HpkeSchedule.ModeAuth, shared, info, key, nonce);
            using var gcm = new AesGcm(key, HpkeAead.TagSize);
            gcm.Decrypt(nonce, body[..^HpkeAead.TagSize], body[^HpkeAead.TagSize..], plain, aad);
            return plain;
        }
        catch (CryptographicException)
        {
            CryptographicOperations.ZeroMemory(plain);
            throw new SealBrokenException();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dh);
            CryptographicOperations.ZeroMemory(shared);
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(nonce);
        }
    }
}

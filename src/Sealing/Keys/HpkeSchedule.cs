using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ReportingService.Sealing;

/// <summary>The derivations of RFC 9180 that sender and receiver share: DHKEM's secret (4.1) and the key schedule (5.1).</summary>
internal static class HpkeSchedule
{
    internal const byte ModeBase = 0x00;
    internal const byte ModeAuth = 0x02;

    private static readonly byte[] KemSuite = [.. "KEM"u8, 0x00, 0x10];

    /// <summary>ExtractAndExpand (4.1) into 32 bytes the caller zeroes.</summary>
    internal static void SharedSecret(ReadOnlySpan<byte> dh, ReadOnlySpan<byte> kemContext, Span<byte> shared)
    {
        Span<byte> prk = stackalloc byte[Hkdf.HashSize];
        LabeledExtract(KemSuite, [], "eae_prk", dh, prk);
        LabeledExpand(KemSuite, prk, "shared_secret", kemContext, shared);
        CryptographicOperations.ZeroMemory(prk);
    }

    /// <summary>KeySchedule (5.1) without a pre-shared key: key and nonce of the first and only message. The caller zeroes them.</summary>
    internal static void KeyAndNonce(HpkeAead aead, byte mode, ReadOnlySpan<byte> shared, ReadOnlySpan<byte> info, Span<byte> key, Span<byte> nonce)
    {
        byte[] suite = [.. "HPKE"u8, 0x00, 0x10, 0x00, 0x01, (byte)(aead.Id >> 8), (byte)aead.Id];
        Span<byte> context = stackalloc byte[1 + (2 * Hkdf.HashSize)];
        context[0] = mode;
        LabeledExtract(suite, [], "psk_id_hash", [], context[1..33]);
        LabeledExtract(suite, [], "info_hash", info, context[33..65]);
        Span<byte> secret = stackalloc byte[Hkdf.HashSize];
        LabeledExtract(suite, shared, "secret", [], secret);
        LabeledExpand(suite, secret, "key", context, key);
        LabeledExpand(suite, secret, "base_nonce", context, nonce);
        CryptographicOperations.ZeroMemory(secret);
    }

    /// <summary>DeriveKeyPair (7.1.3) for P-256: the scalar into 32 bytes the caller zeroes.</summary>
    internal static void DeriveScalar(ReadOnlySpan<byte> ikm, Span<byte> scalar)
    {
        Span<byte> prk = stackalloc byte[Hkdf.HashSize];
        LabeledExtract(KemSuite, [], "dkp_prk", ikm, prk);
        for (var counter = 0; counter <= 255; counter++)
        {
            LabeledExpand(KemSuite, prk, "candidate", [(byte)counter], scalar);
            if (P256.IsScalar(scalar))
            {
                CryptographicOperations.ZeroMemory(prk);
                return;
            }
        }

        throw new CryptographicException("No scalar was found.");
    }

    private static void LabeledExtract(ReadOnlySpan<byte> suite, ReadOnlySpan<byte> salt, string label, ReadOnlySpan<byte> ikm, Span<byte> prk)
    {
        var labeled = new byte[7 + suite.Length + label.Length + ikm.Length];
        "HPKE-v1"u8.CopyTo(labeled);
        suite.CopyTo(labeled.AsSpan(7));
        Encoding.ASCII.GetBytes(label, labeled.AsSpan(7 + suite.Length));
        ikm.CopyTo(labeled.AsSpan(7 + suite.Length + label.Length));
        HKDF.Extract(HashAlgorithmName.SHA256, labeled, salt, prk);
        CryptographicOperations.ZeroMemory(labeled);
    }

    private static void LabeledExpand(ReadOnlySpan<byte> suite, ReadOnlySpan<byte> prk, string label, ReadOnlySpan<byte> info, Span<byte> output)
    {
        var labeled = new byte[2 + 7 + suite.Length + label.Length + info.Length];
        BinaryPrimitives.WriteUInt16BigEndian(labeled, (ushort)output.Length);
        "HPKE-v1"u8.CopyTo(labeled.AsSpan(2));
        suite.CopyTo(labeled.AsSpan(9));
        Encoding.ASCII.GetBytes(label, labeled.AsSpan(9 + suite.Length));
        info.CopyTo(labeled.AsSpan(9 + suite.Length + label.Length));
        HKDF.Expand(HashAlgorithmName.SHA256, prk, output, labeled);
    }
}

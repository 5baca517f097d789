namespace ReportingService.Sealing;

/// <summary>
/// Hybrid public key encryption, RFC 9180: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, mode base, one message per key.
/// Items, messages, media and wraps have their own sealers, which bind context; use those.
/// </summary>
public static class Hpke
{
    /// <summary>Seals <paramref name="plain"/> to a public key.</summary>
    /// <param name="to">Receiver.</param>
    /// <param name="info">What the sealing is for; the same bytes are needed to open.</param>
    /// <param name="aad">Bound, not stored; the same bytes are needed to open.</param>
    /// <param name="plain">Any length up to 2^31 - 82 bytes.</param>
    /// <returns><c>enc(65) | ciphertext | tag(16)</c>.</returns>
    public static byte[] Seal(PublicKey to, ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> plain)
        => HpkeSender.SealBase(to, info, aad, plain);
}

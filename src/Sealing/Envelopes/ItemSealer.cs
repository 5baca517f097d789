namespace ReportingService.Sealing;

/// <summary>Seals one small item (text, labels, header, note) to a case, or the submission's answer to its reporter.</summary>
public static class ItemSealer
{
    /// <summary>Seals <paramref name="plain"/>, padded to a bucket, under a fresh content key.</summary>
    /// <param name="to">The case's public key; for <see cref="Purpose.Outcome"/> the reporter's.</param>
    /// <param name="context">Where the envelope will be stored.</param>
    /// <param name="plain">0 to 16 MiB.</param>
    /// <returns>The envelope (EnvelopeFormat.md, 4): bucket size plus 164 bytes.</returns>
    /// <exception cref="ArgumentException"><paramref name="plain"/> is longer than 16 MiB.</exception>
    public static byte[] Seal(PublicKey to, EnvelopeContext context, ReadOnlySpan<byte> plain)
    {
        var aad = context.ToAad();
        using var key = ContentKey.Fresh();
        var slot = HpkeSender.SealBase(to, ContentKey.SlotInfo, ContentKey.SlotAad(aad, EnvelopeForm.Item, 0), key.Span);
        return EnvelopeBody.Seal(key, key.Header(EnvelopeForm.Item, aad, slot), aad, plain);
    }
}

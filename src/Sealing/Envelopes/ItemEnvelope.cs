namespace ReportingService.Sealing;

/// <summary>Makes an item: its content key wrapped to one reader in mode auth (EnvelopeFormat.md, 4).</summary>
internal static class ItemEnvelope
{
    internal static byte[] Seal(EnvelopeForm form, KeyAgreement sender, PublicKey to, EnvelopeContext context, ReadOnlySpan<byte> plain)
    {
        var aad = context.ToAad();
        using var key = ContentKey.Fresh();
        var slot = HpkeSender.SealAuth(sender, to, ContentKey.SlotInfo, ContentKey.SlotAad(aad, form, 0), key.Span);
        return EnvelopeBody.Seal(key, key.Header(form, aad, slot), aad, plain);
    }
}

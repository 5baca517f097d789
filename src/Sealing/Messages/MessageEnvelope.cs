namespace ReportingService.Sealing;

/// <summary>Makes a message: one text, its content key wrapped to case and reporter in mode auth (EnvelopeFormat.md, 6).</summary>
internal static class MessageEnvelope
{
    internal static byte[] Seal(EnvelopeForm form, KeyAgreement sender, PublicKey caseKey, PublicKey reporterKey, EnvelopeContext context, ReadOnlySpan<byte> plain)
    {
        var aad = context.ToAad();
        using var key = ContentKey.Fresh();
        var toCase = HpkeSender.SealAuth(sender, caseKey, ContentKey.SlotInfo, ContentKey.SlotAad(aad, form, 0), key.Span);
        var toReporter = HpkeSender.SealAuth(sender, reporterKey, ContentKey.SlotInfo, ContentKey.SlotAad(aad, form, 1), key.Span);
        return EnvelopeBody.Seal(key, key.Header(form, aad, toCase, toReporter), aad, plain);
    }
}

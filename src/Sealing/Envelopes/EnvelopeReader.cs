namespace ReportingService.Sealing;

/// <summary>Opens envelopes with the private key of a slot's owner. Internal: used by <see cref="ReceiptOpener"/> here and by Opening.</summary>
internal static class EnvelopeReader
{
    /// <summary>Opens an item sealed to one key, of the form and from the sender that its purpose demands.</summary>
    internal static byte[] OpenItem(EnvelopeForm form, KeyAgreement own, PublicKey sender, EnvelopeContext context, ReadOnlySpan<byte> envelope)
    {
        if (EnvelopeBody.Form(envelope) != form)
        {
            throw new SealBrokenException();
        }

        var aad = context.ToAad();
        using var key = OpenSlot(own, sender, form, 0, aad, envelope);
        return EnvelopeBody.Open(key, ContentKey.HeaderSize(1), aad, envelope);
    }

    /// <summary>Opens a message with the case's key (slot 0) or the reporter's (slot 1).</summary>
    internal static PlainMessage OpenMessage(KeyAgreement own, int slot, PublicKey caseKey, PublicKey reporterKey, EnvelopeContext context, ReadOnlySpan<byte> envelope)
    {
        var form = EnvelopeBody.Form(envelope);
        var from = form switch
        {
            EnvelopeForm.MessageFromUnit => MessageSender.Unit,
            EnvelopeForm.MessageFromReporter => MessageSender.Reporter,
            _ => throw new SealBrokenException(),
        };
        var sender = from == MessageSender.Unit ? caseKey : reporterKey;
        var aad = context.ToAad();
        using var key = OpenSlot(own, sender, form, slot, aad, envelope);
        return new PlainMessage(from, EnvelopeBody.Open(key, ContentKey.HeaderSize(2), aad, envelope));
    }

    /// <summary>The content key in a slot, made by the owner of <paramref name="sender"/>. No envelope is ever opened in mode base.</summary>
    internal static ContentKey OpenSlot(KeyAgreement own, PublicKey sender, EnvelopeForm form, int slot, byte[] aad, ReadOnlySpan<byte> envelope)
    {
        var bytes = envelope.Slice(ContentKey.FirstSlot + (slot * ContentKey.SlotSize), ContentKey.SlotSize);
        return new ContentKey(HpkeReceiver.Open(HpkeAead.Aes256Gcm, own, sender, ContentKey.SlotInfo, ContentKey.SlotAad(aad, form, slot), bytes));
    }
}

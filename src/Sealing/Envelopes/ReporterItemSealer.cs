namespace ReportingService.Sealing;

/// <summary>
/// Seals one small item of a report (text, labels, header of a medium) to its case, and the submission's answer to its reporter,
/// with the reporter's key as sender. Threat: somebody who can write to the database, and so knows every public key, puts a text
/// of his own in the place of the reporter's. Only the receipt makes one that opens (HPKE auth mode). (The holder's side is
/// Opening's HolderItemSealer.)
/// </summary>
public static class ReporterItemSealer
{
    /// <summary>Seals <paramref name="plain"/>, padded to a bucket, under a fresh content key.</summary>
    /// <param name="reporter">From the receipt.</param>
    /// <param name="theCase">The case, recognised by the receipt or made just now.</param>
    /// <param name="context">Where the envelope will be stored; a purpose the reporter writes.</param>
    /// <param name="plain">0 to 16 MiB.</param>
    /// <returns>The envelope (EnvelopeFormat.md, 4): bucket size plus 164 bytes.</returns>
    /// <exception cref="ArgumentException"><paramref name="plain"/> is longer than 16 MiB, or the purpose is not the reporter's.</exception>
    public static byte[] Seal(ReporterKey reporter, VouchedCase theCase, EnvelopeContext context, ReadOnlySpan<byte> plain)
    {
        ArgumentNullException.ThrowIfNull(reporter);
        ArgumentNullException.ThrowIfNull(theCase);
        theCase.CheckIsOf(context);
        ItemAuthors.Require(context.Purpose, ItemAuthor.Reporter);
        return ItemEnvelope.Seal(EnvelopeForm.ItemFromReporter, reporter.Agreement, theCase.Key, context, plain);
    }

    /// <summary>Seals the answer given at submission to the reporter, who is also its sender: nobody else can write one.</summary>
    /// <param name="reporter">From the receipt.</param>
    /// <param name="context">With <see cref="Purpose.Outcome"/>.</param>
    /// <param name="plain">0 to 16 MiB.</param>
    public static byte[] SealOutcome(ReporterKey reporter, EnvelopeContext context, ReadOnlySpan<byte> plain)
    {
        ArgumentNullException.ThrowIfNull(reporter);
        return context.Purpose == Purpose.Outcome
            ? ItemEnvelope.Seal(EnvelopeForm.ItemFromReporter, reporter.Agreement, reporter.Public, context, plain)
            : throw new ArgumentException("Only the submission's answer is sealed to its reporter.", nameof(context));
    }
}

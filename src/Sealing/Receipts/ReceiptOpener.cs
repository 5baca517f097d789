namespace ReportingService.Sealing;

/// <summary>The only opener in this project: what is sealed to a receipt. A report, its files and its place are never sealed to a receipt.</summary>
public static class ReceiptOpener
{
    /// <summary>Opens a message of the thread, whoever of the two wrote it.</summary>
    /// <exception cref="SealBrokenException">It does not open for this receipt, case and place, or neither the unit nor the reporter made it.</exception>
    public static PlainMessage OpenMessage(ReporterKey reporter, VouchedCase theCase, EnvelopeContext context, ReadOnlySpan<byte> sealedMessage)
    {
        ArgumentNullException.ThrowIfNull(reporter);
        ArgumentNullException.ThrowIfNull(theCase);
        theCase.CheckIsOf(context);
        return EnvelopeReader.OpenMessage(reporter.Agreement, 1, theCase.Key, reporter.Public, context, sealedMessage);
    }

    /// <summary>Opens the answer given at submission.</summary>
    /// <exception cref="SealBrokenException">It does not open for this receipt and place, or was not made with it.</exception>
    public static byte[] OpenOutcome(ReporterKey reporter, EnvelopeContext context, ReadOnlySpan<byte> sealedOutcome)
        => EnvelopeReader.OpenItem(EnvelopeForm.ItemFromReporter, reporter.Agreement, reporter.Public, context, sealedOutcome);
}

namespace ReportingService.Sealing;

/// <summary>Seals what a reporter writes with the receipt, to the case and to the reporter. (The unit's side is Opening's UnitMessageSealer.)</summary>
public static class ReporterMessageSealer
{
    /// <summary>Seals <paramref name="plain"/>; only the holder of the receipt can make such a message (HPKE auth mode, RFC 9180, 5.1.3).</summary>
    /// <param name="reporter">From the receipt.</param>
    /// <param name="theCase">The case, recognised by the receipt.</param>
    /// <param name="context">With <see cref="Purpose.Message"/> and the message's own id.</param>
    /// <param name="plain">0 to 16 MiB.</param>
    public static byte[] Seal(ReporterKey reporter, VouchedCase theCase, EnvelopeContext context, ReadOnlySpan<byte> plain)
    {
        ArgumentNullException.ThrowIfNull(reporter);
        ArgumentNullException.ThrowIfNull(theCase);
        theCase.CheckIsOf(context);
        return MessageEnvelope.Seal(EnvelopeForm.MessageFromReporter, reporter.Agreement, theCase.Key, reporter.Public, context, plain);
    }
}

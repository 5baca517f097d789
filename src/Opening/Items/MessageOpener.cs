using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>Opens the thread between unit and reporter with the case's key.</summary>
public static class MessageOpener
{
    /// <summary>Opens a message, whoever of the two wrote it.</summary>
    /// <exception cref="SealBrokenException">Damaged, moved, or made by neither the unit nor the reporter.</exception>
    public static PlainMessage Open(CaseKey key, EnvelopeContext context, ReadOnlySpan<byte> sealedMessage)
    {
        ArgumentNullException.ThrowIfNull(key);
        key.CheckIsOf(context);
        return EnvelopeReader.OpenMessage(key.Key.Agreement, 0, key.Binding.CaseKey, key.Binding.ReporterKey, context, sealedMessage);
    }
}

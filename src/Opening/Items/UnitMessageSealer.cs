using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>
/// Seals what a unit writes, to the case and to the reporter named in the case's binding. Threat: somebody who can write to the
/// database sends the reporter a false message. Only a holder of the case's private key can make one that opens (HPKE auth mode).
/// </summary>
public static class UnitMessageSealer
{
    /// <summary>Seals a message of 0 to 16 MiB.</summary>
    public static byte[] Seal(CaseKey key, EnvelopeContext context, ReadOnlySpan<byte> plain)
    {
        ArgumentNullException.ThrowIfNull(key);
        key.CheckIsOf(context);
        return MessageEnvelope.Seal(EnvelopeForm.MessageFromUnit, key.Key.Agreement, key.Binding.CaseKey, key.Binding.ReporterKey, context, plain);
    }
}

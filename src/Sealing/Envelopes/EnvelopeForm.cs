namespace ReportingService.Sealing;

/// <summary>The third byte of an envelope (EnvelopeFormat.md, 4).</summary>
internal enum EnvelopeForm : byte
{
    Item = 0x01,
    MessageFromUnit = 0x02,
    MessageFromReporter = 0x03,
    Medium = 0x04,
}

namespace ReportingService.Sealing;

/// <summary>The third byte of an envelope (EnvelopeFormat.md, 4). Each form has one sender.</summary>
internal enum EnvelopeForm : byte
{
    ItemFromReporter = 0x01,
    MessageFromUnit = 0x02,
    MessageFromReporter = 0x03,
    Medium = 0x04,
    ItemFromHolder = 0x05,
}

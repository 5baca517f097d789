namespace ReportingService.Scrubbing.Formats.Jpeg;

/// <summary>One component in a scan, with its Huffman table slots.</summary>
internal sealed record ScanPart(JpegComponent Component, int DcSlot, int AcSlot);

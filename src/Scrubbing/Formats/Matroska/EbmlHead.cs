namespace ReportingService.Scrubbing.Formats.Matroska;

/// <summary>The beginning of an element in a stream: its identifier and size, -1 for one that recorders left open.</summary>
internal readonly record struct EbmlHead(uint Id, long Size);

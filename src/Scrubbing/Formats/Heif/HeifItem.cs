namespace ReportingService.Scrubbing.Formats.Heif;

/// <summary>One item of the graph, ISO/IEC 14496-12 clause 8.11.</summary>
internal sealed class HeifItem
{
    public required uint Id { get; init; }

    public string Type { get; set; } = string.Empty;

    public string Name { get; set; } = string.Empty;

    public bool Hidden { get; set; }

    public int Construction { get; set; }

    public List<(long Offset, long Length)> Extents { get; } = [];

    public List<(int Index, bool Essential)> Properties { get; } = [];

    /// <summary>References by type: dimg, auxl, prem and others.</summary>
    public List<(string Type, uint[] To)> References { get; } = [];

    /// <summary>The number in the output; zero while not kept.</summary>
    public ushort OutId { get; set; }

    public long OutLength { get; set; }
}

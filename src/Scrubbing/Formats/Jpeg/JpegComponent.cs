namespace ReportingService.Scrubbing.Formats.Jpeg;

/// <summary>One component of a frame.</summary>
internal sealed class JpegComponent
{
    public required byte Id { get; init; }

    public required int H { get; init; }

    public required int V { get; init; }

    public required int QuantSlot { get; init; }

    /// <summary>The name written to the output; always from a fixed set.</summary>
    public byte OutId { get; set; }

    public int BlocksPerLine { get; set; }

    public int BlockLines { get; set; }

    public int Stride { get; set; }

    public int PaddedLines { get; set; }

    /// <summary>The first scan fixes the quantisation table.</summary>
    public bool Seen { get; set; }

    /// <summary>Progressive: which coefficients of each block are not zero, one bit each, for refinement scans.</summary>
    public ulong[]? NonZero { get; set; }

    /// <summary>Progressive: the bit position each coefficient has reached; -1 before its first scan.</summary>
    public int[] Reached { get; } = [.. Enumerable.Repeat(-1, 64)];
}

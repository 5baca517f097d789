namespace ReportingService.Scrubbing;

/// <summary>Bounds for one file. Everything beyond is refused with <c>too_large</c> or <c>too_complex</c>.</summary>
public sealed record ScrubLimits
{
    /// <summary>The defaults: 500 MB, 100 megapixels, ten minutes.</summary>
    public static ScrubLimits Default { get; } = new();

    /// <summary>Input bytes.</summary>
    public long MaxBytes { get; init; } = 500_000_000;

    /// <summary>Width times height, from headers alone; also per frame of animations and tile grids.</summary>
    public long MaxPixels { get; init; } = 100_000_000;

    /// <summary>Nesting of boxes, elements and groups.</summary>
    public int MaxDepth { get; init; } = 16;

    /// <summary>Parts of a file: segments, chunks, boxes, items, tracks, frames of an animation.</summary>
    public int MaxItems { get; init; } = 100_000;

    /// <summary>Bytes of tables held in memory for one file (sample tables, coefficient maps, parsed headers).</summary>
    public long MaxTableBytes { get; init; } = 32 << 20;

    /// <summary>Bytes of encrypted scratch for one file.</summary>
    public long MaxScratchBytes { get; init; } = 500_000_000;

    /// <summary>Wall-clock time for one file.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromMinutes(10);
}

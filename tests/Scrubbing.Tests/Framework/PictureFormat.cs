namespace ReportingService.Scrubbing.Tests;

/// <summary>Everything the shared tests need to know about one format.</summary>
internal sealed record PictureFormat(string Name, MediaFormat Format, byte[] Plain, string[] Rules, HidingPlace[] Places, byte[][] Variants)
{
    /// <summary>Sets checksums of a mutated file right.</summary>
    public Func<byte[], byte[]> Repair { get; init; } = file => file;

    /// <summary>
    /// For formats that accept a file that was cut: the part of an output of which a cut file's must be the beginning. Null where
    /// cut files are refused.
    /// </summary>
    public Func<byte[], byte[]>? Beginning { get; init; }

    public static readonly PictureFormat[] All = [JpegSamples.Format, PngSamples.Format, WebpSamples.Format, GifSamples.Format, HeifSamples.Format];

    public static TheoryData<string> Names => [.. All.Select(f => f.Name)];

    public static PictureFormat Find(string name) => All.Single(f => f.Name == name);
}

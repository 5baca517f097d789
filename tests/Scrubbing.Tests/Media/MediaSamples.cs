namespace ReportingService.Scrubbing.Tests;

/// <summary>Everything the shared tests need to know about one format of sound or moving picture.</summary>
internal sealed record MediaSamples(string Name, MediaFormat Format, byte[] Plain, string[] Rules, HidingPlace[] Places, byte[][] Variants)
{
    /// <summary>Sets checksums of a mutated file right.</summary>
    public Func<byte[], byte[]> Repair { get; init; } = file => file;

    public static readonly MediaSamples[] All =
        [Mp4Samples.Format, MatroskaSamples.Format, Mp3Samples.Format, WavSamples.Format, OggSamples.Format, FlacSamples.Format];

    public static TheoryData<string> Names => [.. All.Select(f => f.Name)];

    public static MediaSamples Find(string name) => All.Single(f => f.Name == name);
}

namespace ReportingService.Scrubbing.Formats.Mp4;

/// <summary>What is kept of a movie box.</summary>
internal sealed record Mp4Movie(uint Timescale, List<Mp4Track> Tracks, bool Fragmented, bool QuickTime)
{
    public bool HasVideo => Tracks.Exists(t => t.Video);
}

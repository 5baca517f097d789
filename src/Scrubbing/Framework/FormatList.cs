namespace ReportingService.Scrubbing;

/// <summary>The formats on the list, in the order they are asked.</summary>
internal static class FormatList
{
    private static readonly FormatScrubber[] Formats =
    [
        new Formats.Jpeg.JpegScrubber(),
        new Formats.Heif.HeifScrubber(),
        new Formats.Mp4.Mp4Scrubber(),
        new Formats.Matroska.MatroskaScrubber(),
        new Formats.Wav.WavScrubber(),
        new Formats.Flac.FlacScrubber(),
        new Formats.Ogg.OggScrubber(),
        new Formats.Png.PngScrubber(),
        new Formats.Webp.WebpScrubber(),
        new Formats.Gif.GifScrubber(),

        // Last: MPEG audio has the weakest magic of all.
        new Formats.Mp3.Mp3Scrubber(),
    ];

    public static FormatScrubber? Find(ReadOnlySpan<byte> head, ScrubContext context)
    {
        foreach (var scrubber in Formats)
        {
            if (scrubber.Sniff(head) is { } format)
            {
                context.Format = format;
                return scrubber;
            }
        }

        return null;
    }
}

namespace ReportingService.Scrubbing.InStream;

/// <summary>
/// MPEG layer III frames inside MP4 and Matroska: frames of one track lie apart from each other, so the ancillary bytes between
/// their sound cannot be bounded as in a plain MP3. The names encoders sign with are zeroed. A version behind a name goes with it
/// when the filler of that encoder follows; without filler it may already be the sound of the next frame, and stays.
/// </summary>
internal static class MpegAudioCleaner
{
    private const int LongestVersion = 8;
    private const int SureFiller = 4;

    public static void Clean(Span<byte> frame, ScrubContext context)
    {
        Zero(frame, "LAME3."u8, context);
        Zero(frame, "Lavc5"u8, context);
        Zero(frame, "Lavf5"u8, context);
        Zero(frame, "Lavc6"u8, context);
        Zero(frame, "Lavf6"u8, context);
    }

    private static void Zero(Span<byte> frame, ReadOnlySpan<byte> name, ScrubContext context)
    {
        for (var at = frame.IndexOf(name); at >= 0; at = frame.IndexOf(name))
        {
            frame.Slice(at, name.Length + Version(frame[(at + name.Length)..])).Clear();
            context.Removed.Add(RemovalKind.Software);
        }
    }

    private static int Version(ReadOnlySpan<byte> rest)
    {
        var length = rest.IndexOfAnyExcept("0123456789."u8);
        if (length is <= 0 or > LongestVersion || rest.Length < length + SureFiller)
        {
            return 0;
        }

        var filler = rest.Slice(length, SureFiller);
        return filler[0] is 0x55 or 0xAA or 0x00 or 0xFF && !filler.ContainsAnyExcept(filler[0]) ? length : 0;
    }
}

namespace ReportingService.Scrubbing.InStream;

/// <summary>
/// MPEG layer III frames inside MP4 and Matroska: frames of one track lie apart from each other, so the ancillary bytes between
/// their sound cannot be bounded as in a plain MP3. The names encoders sign with are found by their text and zeroed.
/// </summary>
internal static class MpegAudioCleaner
{
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
            frame = frame[at..];
            var end = frame.IndexOfAnyExceptInRange((byte)' ', (byte)'~');
            var text = end < 0 ? frame : frame[..end];
            text.Clear();
            context.Removed.Add(RemovalKind.Software);
        }
    }
}

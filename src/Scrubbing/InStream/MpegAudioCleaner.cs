namespace ReportingService.Scrubbing.InStream;

/// <summary>
/// MPEG layer III frames inside MP4 and Matroska: frames of one track lie apart from each other, so the ancillary bytes between
/// their sound cannot be bounded as in a plain MP3. The names encoders sign with are zeroed, and not one byte more: the version
/// behind a name may already be the sound of the next frame.
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
            frame.Slice(at, name.Length).Clear();
            context.Removed.Add(RemovalKind.Software);
        }
    }
}

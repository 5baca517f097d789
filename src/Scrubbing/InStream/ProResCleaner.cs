namespace ReportingService.Scrubbing.InStream;

/// <summary>Apple ProRes (SMPTE RDD 36 5.1.1): the encoder identifier of each frame header becomes a constant.</summary>
internal static class ProResCleaner
{
    public static void Clean(Span<byte> frame, ScrubContext context)
    {
        if (frame.Length < 20 || !frame[4..8].SequenceEqual("icpf"u8))
        {
            throw RefusedException.Damaged("A ProRes frame without its header.");
        }

        if (!frame[12..16].SequenceEqual("apl0"u8))
        {
            context.Removed.Add(RemovalKind.Software);
            "apl0"u8.CopyTo(frame[12..]);
        }
    }
}

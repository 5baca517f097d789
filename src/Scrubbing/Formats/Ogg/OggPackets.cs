namespace ReportingService.Scrubbing.Formats.Ogg;

/// <summary>Looks at the packets that begin on a page: only sound may follow the headers, and padding is empty.</summary>
internal static class OggPackets
{
    public static void Clean(OggPage page, OggKind kind, ScrubContext context)
    {
        var at = 0;
        var start = 0;
        var begins = !page.Continued;
        for (var i = 0; i < page.Lacing.Length; i++)
        {
            at += page.Lacing[i];
            if (page.Lacing[i] == 255)
            {
                continue;
            }

            if (begins && at > start)
            {
                CleanPacket(page.Body.AsSpan(start, at - start), kind, context);
            }

            begins = true;
            start = at;
        }
    }

    private static void CleanPacket(Span<byte> packet, OggKind kind, ScrubContext context)
    {
        switch (kind)
        {
            // Threat: packets that are headers again, or no frames, are skipped by players.
            case OggKind.Vorbis when (packet[0] & 1) == 1:
            case OggKind.Flac when packet[0] != 0xFF:
                throw RefusedException.Unsafe("A packet among the sound is not sound.");
            case OggKind.Opus when context.Rules.Hold("ogg.opus-padding"):
                OpusPadding.Clean(packet);
                break;
        }
    }
}

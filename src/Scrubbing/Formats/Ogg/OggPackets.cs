namespace ReportingService.Scrubbing.Formats.Ogg;

/// <summary>Looks at the packets that begin on a page: only sound may follow the headers, and padding is empty.</summary>
internal static class OggPackets
{
    /// <summary>The page without packets that are no sound; its padding zeroed.</summary>
    public static OggPage Clean(OggPage page, OggKind kind, ScrubContext context)
    {
        var lacing = new List<byte>(page.Lacing.Length);
        var body = new List<byte>(page.Body.Length);
        var at = 0;
        var start = 0;
        var firstLace = 0;
        var begins = !page.Continued;
        for (var i = 0; i < page.Lacing.Length; i++)
        {
            at += page.Lacing[i];
            var ends = page.Lacing[i] < 255;
            if (!ends && i + 1 < page.Lacing.Length)
            {
                continue;
            }

            var packet = page.Body.AsSpan(start, at - start);
            if (!begins || packet.Length == 0 || IsSound(packet, kind))
            {
                if (begins && ends && kind == OggKind.Opus && context.Rules.Hold("ogg.opus-padding"))
                {
                    OpusPadding.Clean(packet);
                }

                lacing.AddRange(page.Lacing.AsSpan(firstLace, i + 1 - firstLace));
                body.AddRange(packet);
            }
            else
            {
                // Threat: headers in the middle of the sound are skipped by players, comments and all.
                context.Removed.Add(RemovalKind.Software);
                if (!ends)
                {
                    throw RefusedException.Unsafe("A header among the sound.");
                }
            }

            begins = true;
            start = at;
            firstLace = i + 1;
        }

        return new OggPage { Flags = page.Flags, Granule = page.Granule, Serial = page.Serial, Lacing = [.. lacing], Body = [.. body] };
    }

    private static bool IsSound(ReadOnlySpan<byte> packet, OggKind kind) => kind switch
    {
        OggKind.Vorbis => (packet[0] & 1) == 0,
        OggKind.Flac => packet[0] == 0xFF,
        _ => !packet.StartsWith("OpusHead"u8) && !packet.StartsWith("OpusTags"u8),
    };
}

namespace ReportingService.Scrubbing.Formats.Ogg;

/// <summary>Opus packets of code 3 may end in padding that decoders ignore (RFC 6716 3.2.5): it is zeroed.</summary>
internal static class OpusPadding
{
    public static void Clean(Span<byte> packet)
    {
        if (packet.Length < 3 || (packet[0] & 3) != 3 || (packet[1] & 0x40) == 0)
        {
            return;
        }

        var padding = 0;
        var at = 2;
        while (at < packet.Length && packet[at] == 255)
        {
            padding += 254;
            at++;
        }

        padding += at < packet.Length ? packet[at++] : 0;
        if (padding <= packet.Length - at)
        {
            packet[^padding..].Clear();
        }
    }
}

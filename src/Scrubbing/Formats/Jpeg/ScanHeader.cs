namespace ReportingService.Scrubbing.Formats.Jpeg;

/// <summary>A scan header, T.81 B.2.3.</summary>
internal sealed record ScanHeader(ScanPart[] Parts, int SpectralStart, int SpectralEnd, int High, int Low)
{
    public static ScanHeader Parse(JpegFrame frame, ReadOnlySpan<byte> body)
    {
        if (body.Length < 1 || body[0] is < 1 or > 4 || body.Length != 4 + (2 * body[0]))
        {
            throw RefusedException.Damaged("A scan header of the wrong length.");
        }

        var parts = new ScanPart[body[0]];
        for (var i = 0; i < parts.Length; i++)
        {
            var id = body[1 + (2 * i)];
            var slots = body[2 + (2 * i)];
            var component = Array.Find(frame.Components, c => c.Id == id) ?? throw RefusedException.Damaged("A scan of an unknown component.");
            if (parts.Take(i).Any(p => p.Component == component) || slots >> 4 > 3 || (slots & 15) > 3)
            {
                throw RefusedException.Damaged("A scan header with impossible values.");
            }

            parts[i] = new ScanPart(component, slots >> 4, slots & 15);
        }

        var tail = body[^3..];
        return frame.Progressive
            ? Progressive(parts, tail[0], tail[1], tail[2] >> 4, tail[2] & 15)
            : Sequential(parts);
    }

    // Decoders take a sequential scan for the whole band whatever it says.
    private static ScanHeader Sequential(ScanPart[] parts)
    {
        foreach (var part in parts)
        {
            if (part.Component.Seen)
            {
                throw RefusedException.Unsafe("A component coded twice.");
            }
        }

        return new ScanHeader(parts, 0, 63, 0, 0);
    }

    private static ScanHeader Progressive(ScanPart[] parts, int start, int end, int high, int low)
    {
        if (start > end || end > 63 || (start == 0 && end != 0) || (start > 0 && parts.Length > 1) || low > 13 || (high != 0 && high != low + 1))
        {
            throw RefusedException.Damaged("A progressive scan with impossible values.");
        }

        foreach (var part in parts)
        {
            for (var k = start; k <= end; k++)
            {
                // Threat: a scan sent again overwrites coefficients, so the first one is a picture nobody sees.
                if (part.Component.Reached[k] != (high == 0 ? -1 : high))
                {
                    throw RefusedException.Unsafe("Progressive scans out of order.");
                }

                part.Component.Reached[k] = low;
            }
        }

        return new ScanHeader(parts, start, end, high, low);
    }
}

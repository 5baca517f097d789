namespace ReportingService.Scrubbing.InStream;

/// <summary>
/// AV1 open bitstream units (AV1 specification 5.3). Metadata (5.8), padding and reserved units become padding of the same
/// length; sequence headers, frames and tiles stay.
/// </summary>
internal static class ObuCleaner
{
    private const int Padding = 15;

    public static void Clean(Span<byte> sample, ScrubContext context)
    {
        while (sample.Length > 0)
        {
            var unit = Next(sample, out var body);
            var type = (sample[0] >> 3) & 0xF;
            switch (type)
            {
                case 1 or 3 or 4 or 6 or 7 or 8:
                    break;
                case 2:
                    // A temporal delimiter is empty.
                    sample[body..unit].Clear();
                    break;
                default:
                    if (type != Padding)
                    {
                        // Threat: metadata units carry time codes, registered user data and positions.
                        context.Removed.Add(RemovalKind.Other);
                    }

                    sample[0] = (byte)((sample[0] & 0x06) | (Padding << 3));
                    if (body > 1 && (sample[0] & 4) != 0)
                    {
                        sample[1] &= 0xF8;
                    }

                    if (unit > body)
                    {
                        sample[body..unit].Clear();
                        sample[unit - 1] = 0x80;
                    }

                    break;
            }

            sample = sample[unit..];
        }
    }

    /// <summary>Length of the first unit and where its body starts.</summary>
    public static int Next(ReadOnlySpan<byte> sample, out int body)
    {
        var header = sample[0];
        if ((header & 0x80) != 0)
        {
            throw RefusedException.Damaged("An AV1 unit has its forbidden bit set.");
        }

        body = (header & 4) != 0 ? 2 : 1;
        if ((header & 2) == 0)
        {
            // Without a size the unit reaches to the end of the sample.
            return body <= sample.Length ? sample.Length : throw RefusedException.Damaged("An AV1 unit is cut.");
        }

        long size = 0;
        for (var i = 0; ; i++)
        {
            if (i == 8 || body >= sample.Length)
            {
                throw RefusedException.Damaged("An AV1 unit is cut.");
            }

            var b = sample[body++];
            size |= (long)(b & 0x7F) << (7 * i);
            if (b < 0x80)
            {
                break;
            }
        }

        return size <= sample.Length - body ? body + (int)size : throw RefusedException.Damaged("An AV1 unit is longer than its sample.");
    }
}

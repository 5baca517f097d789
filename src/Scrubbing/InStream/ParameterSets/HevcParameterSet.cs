namespace ReportingService.Scrubbing.InStream;

/// <summary>
/// Where the syntax of an H.265 parameter set of the base layer ends (ITU-T H.265 7.3.2). Extensions for other layers and those
/// that are reserved are switched off: no other layer stays, and decoders pass over what is reserved.
/// </summary>
internal static class HevcParameterSet
{
    private const int Video = 32;
    private const int Sequence = 33;
    private const int Picture = 34;
    private const int LongestSets = 64;

    /// <summary>The bit behind the last one of the syntax, null for units of another kind or what is not understood.</summary>
    public static int? End(RbspBits bits, int type) => type switch
    {
        Video => VideoEnd(bits),
        Sequence => SequenceEnd(bits),
        Picture => PictureEnd(bits),
        _ => null,
    };

    private static int? VideoEnd(RbspBits bits)
    {
        bits.Skip(4 + 2 + 6);
        var sublayers = (int)bits.Read(3);
        bits.Skip(1 + 16);
        HevcTiming.Profile(bits, sublayers);
        Ordering(bits, sublayers);
        var layers = (int)bits.Read(6);
        var sets = bits.Golomb(1023);
        for (; sets > 0 && !bits.Ended; sets--)
        {
            bits.Skip(layers + 1);
        }

        if (bits.Flag())
        {
            bits.Skip(32 + 32);
            bits.Golombs(bits.Flag() ? 1 : 0);
            HevcTiming.Sets(bits, bits.Golomb(1024), sublayers);
        }

        var extension = bits.At;
        bits.Skip(1);
        return Clear(bits, extension, 1);
    }

    private static int? SequenceEnd(RbspBits bits)
    {
        bits.Skip(4);
        var sublayers = (int)bits.Read(3);
        bits.Skip(1);
        HevcTiming.Profile(bits, sublayers);
        bits.Golomb();
        var chroma = bits.Golomb(3);
        bits.Skip(chroma == 3 ? 1 : 0);
        bits.Golombs(2);
        bits.Golombs(bits.Flag() ? 4 : 0);
        var (luma, colour) = (bits.Golomb(8), bits.Golomb(8));
        var order = bits.Golomb(12) + 4;
        Ordering(bits, sublayers);
        bits.Golombs(6);
        if (bits.Flag() && bits.Flag())
        {
            ScalingLists(bits);
        }

        bits.Skip(2);
        if (bits.Flag())
        {
            bits.Skip(8);
            bits.Golombs(2);
            bits.Skip(1);
        }

        ReferenceSets(bits, bits.Golomb(LongestSets));
        if (bits.Flag())
        {
            bits.Skip(bits.Golomb(32) * (order + 1));
        }

        bits.Skip(2);
        if (bits.Flag())
        {
            HevcTiming.Usability(bits, sublayers);
        }

        return Extensions(bits, () => bits.Skip(9), () => SequencePalette(bits, chroma, luma + 8, colour + 8));
    }

    private static int? PictureEnd(RbspBits bits)
    {
        bits.Golombs(2);
        bits.Skip(2 + 3 + 2);
        bits.Golombs(3);
        bits.Skip(1);
        var skips = bits.Flag();
        bits.Golombs(bits.Flag() ? 1 : 0);
        bits.Golombs(2);
        bits.Skip(4);
        var tiles = bits.Flag();
        bits.Skip(1);
        if (tiles)
        {
            var edges = bits.Golomb(64) + bits.Golomb(64);
            bits.Golombs(bits.Flag() ? 0 : edges);
            bits.Skip(1);
        }

        bits.Skip(1);
        if (bits.Flag())
        {
            bits.Skip(1);
            bits.Golombs(bits.Flag() ? 0 : 2);
        }

        if (bits.Flag())
        {
            ScalingLists(bits);
        }

        bits.Skip(1);
        bits.Golomb();
        bits.Skip(1);
        return Extensions(bits, () => PictureRange(bits, skips), () => PicturePalette(bits));
    }

    /// <summary>
    /// Four flags and four reserved bits say which extensions follow: range, other layers, depth, screen content. Only the first
    /// and the last concern the base layer.
    /// </summary>
    private static int? Extensions(RbspBits bits, Action range, Action screen)
    {
        var present = bits.At;
        if (!bits.Flag())
        {
            return bits.At;
        }

        var (hasRange, hasLayers, hasDepth, hasScreen) = (bits.Flag(), bits.Flag(), bits.Flag(), bits.Flag());
        var reserved = bits.At;
        bits.Skip(4);
        if (hasLayers || hasDepth)
        {
            // What stands between the two cannot be cut out of the middle.
            return hasRange || hasScreen ? null : Clear(bits, present, 1);
        }

        if (hasRange)
        {
            range();
        }

        if (hasScreen)
        {
            screen();
        }

        Clear(bits, reserved, 4);
        return bits.At;
    }

    private static int Clear(RbspBits bits, int at, int count)
    {
        for (var end = Math.Min(at + count, bits.Payload.Length * 8); at < end; at++)
        {
            bits.Payload[at >> 3] &= (byte)~(0x80 >> (at & 7));
        }

        return at;
    }

    private static void Ordering(RbspBits bits, int sublayers) => bits.Golombs((bits.Flag() ? sublayers + 1 : 1) * 3);

    private static void ScalingLists(RbspBits bits)
    {
        for (var size = 0; size < 4; size++)
        {
            for (var matrix = 0; matrix < 6 && !bits.Ended; matrix += size == 3 ? 3 : 1)
            {
                if (!bits.Flag())
                {
                    bits.Golomb();
                    continue;
                }

                bits.Golombs(size > 1 ? 1 : 0);
                bits.Golombs(Math.Min(64, 1 << (4 + (size << 1))));
            }
        }
    }

    private static void ReferenceSets(RbspBits bits, int sets)
    {
        var pictures = 0;
        for (var set = 0; set < sets && !bits.Ended; set++)
        {
            if (set > 0 && bits.Flag())
            {
                bits.Skip(1);
                bits.Golomb();
                var kept = 0;
                for (var i = 0; i <= pictures && !bits.Ended; i++)
                {
                    kept += bits.Flag() || bits.Flag() ? 1 : 0;
                }

                pictures = kept;
                continue;
            }

            pictures = bits.Golomb(16) + bits.Golomb(16);
            for (var i = 0; i < pictures && !bits.Ended; i++)
            {
                bits.Golomb();
                bits.Skip(1);
            }
        }
    }

    private static void SequencePalette(RbspBits bits, int chroma, int luma, int colour)
    {
        bits.Skip(1);
        if (bits.Flag())
        {
            bits.Golombs(2);
            if (bits.Flag())
            {
                var entries = bits.Golomb(128) + 1;
                bits.Skip(entries * (luma + (chroma == 0 ? 0 : 2 * colour)));
            }
        }

        bits.Skip(2 + 1);
    }

    private static void PictureRange(RbspBits bits, bool skips)
    {
        bits.Golombs(skips ? 1 : 0);
        bits.Skip(1);
        if (bits.Flag())
        {
            bits.Golomb();
            bits.Golombs((bits.Golomb(5) + 1) * 2);
        }

        bits.Golombs(2);
    }

    private static void PicturePalette(RbspBits bits)
    {
        bits.Skip(1);
        if (bits.Flag())
        {
            bits.Skip(1);
            bits.Golombs(3);
        }

        if (bits.Flag() && bits.Golomb(128) is > 0 and var entries)
        {
            var mono = bits.Flag();
            var luma = bits.Golomb(8) + 8;
            var colour = mono ? 0 : bits.Golomb(8) + 8;
            bits.Skip(entries * (luma + (2 * colour)));
        }
    }
}

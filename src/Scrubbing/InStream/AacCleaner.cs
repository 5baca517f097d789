namespace ReportingService.Scrubbing.InStream;

/// <summary>
/// AAC raw data blocks and ALAC frames (ISO/IEC 14496-3 4.4.2.1): data stream elements, fill elements without decoder meaning
/// and the comment of program configuration elements that stand before the first channel element are overwritten. Encoders
/// sign there. Elements behind coded spectra can only be found by decoding and are out of reach; see the README.
/// </summary>
internal static class AacCleaner
{
    private const int DataStream = 4;
    private const int ProgramConfig = 5;
    private const int Fill = 6;

    // Four bits of type and thirteen of alignment stand before the sign; it is at least this long.
    private const int SignOffset = 17;
    private const int SignWas = 11;

    public static void Clean(Span<byte> frame, ScrubContext context)
    {
        var bits = new BitCursor(frame);
        while (bits.Left >= 3)
        {
            switch (bits.Read(3))
            {
                case DataStream:
                    if (!CleanDataStream(ref bits, context))
                    {
                        return;
                    }

                    break;
                case Fill:
                    if (!CleanFill(ref bits, context))
                    {
                        return;
                    }

                    break;
                case ProgramConfig:
                    if (!CleanProgramConfig(ref bits, context))
                    {
                        return;
                    }

                    break;
                default:
                    return;
            }
        }
    }

    /// <summary>Passes a program_config_element, its comment zeroed. The cursor stands after the element's id.</summary>
    public static bool CleanProgramConfig(ref BitCursor bits, ScrubContext context)
    {
        if (bits.Left < 60)
        {
            return false;
        }

        bits.Skip(4 + 2 + 4);
        var front = bits.Read(4);
        var side = bits.Read(4);
        var back = bits.Read(4);
        var low = bits.Read(2);
        var data = bits.Read(3);
        var coupling = bits.Read(4);
        for (var i = 0; i < 2; i++)
        {
            if (bits.Read(1) == 1)
            {
                bits.Skip(4);
            }
        }

        if (bits.Read(1) == 1)
        {
            bits.Skip(3);
        }

        var rest = (front + side + back) * 5 + (low + data) * 4 + coupling * 5;
        if (bits.Left < rest + 16)
        {
            return false;
        }

        bits.Skip(rest);
        bits.Align();
        var count = bits.Read(8);
        return bits.Left >= count * 8 && Blank(ref bits, count * 8, context);
    }

    private static bool CleanDataStream(ref BitCursor bits, ScrubContext context)
    {
        if (bits.Left < 13)
        {
            return false;
        }

        bits.Skip(4);
        var aligned = bits.Read(1) == 1;
        var count = bits.Read(8);
        if (count == 255)
        {
            if (bits.Left < 8)
            {
                return false;
            }

            count += bits.Read(8);
        }

        if (aligned)
        {
            bits.Align();
        }

        return bits.Left >= count * 8 && Blank(ref bits, count * 8, context);
    }

    private static bool CleanFill(ref BitCursor bits, ScrubContext context)
    {
        if (bits.Left < 4)
        {
            return false;
        }

        var count = bits.Read(4);
        if (count == 15)
        {
            if (bits.Left < 8)
            {
                return false;
            }

            count += bits.Read(8) - 1;
        }

        if (bits.Left < count * 8)
        {
            return false;
        }

        if (count == 0)
        {
            return true;
        }

        // 11 dynamic range, 13 and 14 spectral band replication, 12 spatial data: decoders use them. The rest is filler.
        var type = bits.Peek(4);
        if (type is 11 or 12 or 13 or 14)
        {
            bits.Skip(count * 8);
            return true;
        }

        // Decoders drop the first frame of streams signed by this encoder; the sign stays, its version becomes a constant.
        var sign = type == 0 && count * 8 >= SignOffset + SignWas * 8 && IsSign(bits);
        var before = bits;
        if (!sign)
        {
            return Blank(ref bits, count * 8, context);
        }

        bits.Clear(count * 8);
        before.Skip(SignOffset);
        before.Write("libfaac 1.1"u8);
        return true;
    }

    private static bool IsSign(BitCursor bits)
    {
        bits.Skip(SignOffset);
        Span<byte> text = stackalloc byte[SignWas];
        foreach (ref var b in text)
        {
            b = (byte)bits.Read(8);
        }

        var version = text["libfaac ".Length..];
        return text.StartsWith("libfaac "u8) && version[0] is >= (byte)'0' and <= (byte)'9' && version.IndexOf((byte)'.') is 1 or 2;
    }

    private static bool Blank(ref BitCursor bits, int count, ScrubContext context)
    {
        if (bits.Clear(count))
        {
            context.Removed.Add(RemovalKind.Software);
        }

        return true;
    }
}

namespace ReportingService.Scrubbing.InStream;

/// <summary>The parts that video and sequence parameter sets share: profile, buffering and usability (ITU-T H.265 7.3.3, annex E).</summary>
internal static class HevcTiming
{
    private const int ProfileBits = 88;
    private const int LevelBits = 8;

    /// <summary>profile_tier_level.</summary>
    public static void Profile(RbspBits bits, int sublayers)
    {
        bits.Skip(ProfileBits + LevelBits);
        var lengths = 0;
        for (var i = 0; i < sublayers; i++)
        {
            lengths += bits.Flag() ? ProfileBits : 0;
            lengths += bits.Flag() ? LevelBits : 0;
        }

        bits.Skip(sublayers > 0 ? (8 - sublayers) * 2 : 0);
        bits.Skip(lengths);
    }

    /// <summary>The hrd_parameters of a video parameter set.</summary>
    public static void Sets(RbspBits bits, int count, int sublayers)
    {
        var common = default(Common);
        for (var i = 0; i < count && !bits.Ended; i++)
        {
            bits.Golomb();
            if (i == 0 || bits.Flag())
            {
                common = ReadCommon(bits);
            }

            Buffering(bits, common, sublayers);
        }
    }

    /// <summary>vui_parameters.</summary>
    public static void Usability(RbspBits bits, int sublayers)
    {
        if (bits.Flag() && bits.Read(8) == 255)
        {
            bits.Skip(32);
        }

        bits.Skip(bits.Flag() ? 1 : 0);
        if (bits.Flag())
        {
            bits.Skip(4);
            bits.Skip(bits.Flag() ? 24 : 0);
        }

        bits.Golombs(bits.Flag() ? 2 : 0);
        bits.Skip(3);
        bits.Golombs(bits.Flag() ? 4 : 0);
        if (bits.Flag())
        {
            bits.Skip(32 + 32);
            bits.Golombs(bits.Flag() ? 1 : 0);
            if (bits.Flag())
            {
                Buffering(bits, ReadCommon(bits), sublayers);
            }
        }

        if (bits.Flag())
        {
            bits.Skip(3);
            bits.Golombs(5);
        }
    }

    private static Common ReadCommon(RbspBits bits)
    {
        var (units, codes) = (bits.Flag(), bits.Flag());
        if (!units && !codes)
        {
            return default;
        }

        var parts = bits.Flag();
        bits.Skip(parts ? 8 + 5 + 1 + 5 : 0);
        bits.Skip(4 + 4);
        bits.Skip(parts ? 4 : 0);
        bits.Skip(5 + 5 + 5);
        return new Common((units ? 1 : 0) + (codes ? 1 : 0), parts);
    }

    private static void Buffering(RbspBits bits, Common common, int sublayers)
    {
        for (var i = 0; i <= sublayers && !bits.Ended; i++)
        {
            var isFixed = bits.Flag() || bits.Flag();
            var low = false;
            if (isFixed)
            {
                bits.Golomb();
            }
            else
            {
                low = bits.Flag();
            }

            var buffers = (low ? 0 : bits.Golomb(31)) + 1;
            for (var b = buffers * common.Kinds; b > 0 && !bits.Ended; b--)
            {
                bits.Golombs(common.Parts ? 4 : 2);
                bits.Skip(1);
            }
        }
    }

    /// <summary>How many kinds of buffer are described, and whether parts of pictures have their own.</summary>
    private readonly record struct Common(int Kinds, bool Parts);
}

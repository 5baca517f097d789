namespace ReportingService.Scrubbing.InStream;

/// <summary>Where the syntax of an H.264 parameter set ends (ITU-T H.264 7.3.2.1.1, 7.3.2.2, annex E).</summary>
internal static class AvcParameterSet
{
    private const int Sequence = 7;
    private const int Picture = 8;
    private const int FullChroma = 3;

    /// <summary>The bit behind the last one of the syntax, null for units of another kind or what depends on things not known.</summary>
    public static int? End(RbspBits bits, int type, AvcStream? stream) => type switch
    {
        Sequence => SequenceEnd(bits),
        Picture => PictureEnd(bits, stream),
        _ => null,
    };

    private static int? SequenceEnd(RbspBits bits)
    {
        var profile = bits.Read(8);
        bits.Skip(16);
        bits.Golomb();
        if (AvcStream.HasChroma(profile))
        {
            var chroma = bits.Golomb();
            bits.Skip(chroma == FullChroma ? 1 : 0);
            bits.Golombs(2);
            bits.Skip(1);
            if (bits.Flag())
            {
                ScalingLists(bits, chroma == FullChroma ? 12 : 8);
            }
        }

        bits.Golomb();
        switch (bits.Golomb())
        {
            case 0:
                bits.Golomb();
                break;
            case 1:
                bits.Skip(1);
                bits.Golombs(2);
                bits.Golombs(bits.Golomb(255));
                break;
        }

        bits.Golomb();
        bits.Skip(1);
        bits.Golombs(2);
        bits.Skip(bits.Flag() ? 0 : 1);
        bits.Skip(1);
        bits.Golombs(bits.Flag() ? 4 : 0);
        if (bits.Flag())
        {
            Usability(bits);
        }

        return bits.At;
    }

    private static int? PictureEnd(RbspBits bits, AvcStream? stream)
    {
        bits.Golombs(2);
        bits.Skip(2);
        var groups = bits.Golomb(7);
        if (groups > 0)
        {
            SliceGroups(bits, groups);
        }

        bits.Golombs(2);
        bits.Skip(3);
        bits.Golombs(3);
        bits.Skip(3);
        if (!bits.More() || stream is { SmallPictureSets: true })
        {
            return bits.At;
        }

        var large = bits.Flag();
        if (bits.Flag())
        {
            if (large && stream is null)
            {
                return null;
            }

            ScalingLists(bits, 6 + (!large ? 0 : stream is { Chroma: FullChroma } ? 6 : 2));
        }

        bits.Golomb();
        return bits.At;
    }

    private static void SliceGroups(RbspBits bits, int groups)
    {
        switch (bits.Golomb())
        {
            case 0:
                bits.Golombs(groups + 1);
                break;
            case 2:
                bits.Golombs(groups * 2);
                break;
            case 3 or 4 or 5:
                bits.Skip(1);
                bits.Golomb();
                break;
            case 6:
                var width = groups > 3 ? 3 : groups > 1 ? 2 : 1;
                bits.Skip((bits.Golomb(1 << 20) + 1) * width);
                break;
        }
    }

    private static void ScalingLists(RbspBits bits, int lists)
    {
        for (var list = 0; list < lists; list++)
        {
            var (last, next) = (8, 8);
            for (var left = !bits.Flag() ? 0 : list < 6 ? 16 : 64; left > 0 && !bits.Ended; left--)
            {
                next = next == 0 ? 0 : (last + bits.Signed() + 256) & 255;
                last = next == 0 ? last : next;
            }
        }
    }

    private static void Usability(RbspBits bits)
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
        bits.Skip(bits.Flag() ? 65 : 0);
        var first = Buffering(bits);
        var second = Buffering(bits);
        bits.Skip(first || second ? 1 : 0);
        bits.Skip(1);
        if (bits.Flag())
        {
            bits.Skip(1);
            bits.Golombs(6);
        }
    }

    private static bool Buffering(RbspBits bits)
    {
        if (!bits.Flag())
        {
            return false;
        }

        var count = bits.Golomb(31) + 1;
        bits.Skip(8);
        for (; count > 0; count--)
        {
            bits.Golombs(2);
            bits.Skip(1);
        }

        bits.Skip(20);
        return true;
    }
}

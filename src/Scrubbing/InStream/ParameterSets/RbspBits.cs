namespace ReportingService.Scrubbing.InStream;

/// <summary>
/// Reads the payload of a NAL unit, emulation prevention taken out (H.264 7.3.1, H.265 7.3.1.1). Behind the end come zeros and
/// <see cref="Ended"/>; a caller asks once, when it is through.
/// </summary>
internal sealed class RbspBits(byte[] payload)
{
    private const int LongestCode = 32;

    /// <summary>The bits themselves.</summary>
    public byte[] Payload => payload;

    /// <summary>Bits passed so far.</summary>
    public int At { get; private set; }

    /// <summary>More was asked for than there is, or a code that does not exist was met.</summary>
    public bool Ended { get; private set; }

    /// <summary>The payload of a unit behind its header.</summary>
    public static byte[] Unescape(ReadOnlySpan<byte> unit)
    {
        var payload = new List<byte>(unit.Length);
        var zeros = 0;
        foreach (var b in unit)
        {
            if (zeros >= 2 && b == 3)
            {
                zeros = 0;
                continue;
            }

            payload.Add(b);
            zeros = b == 0 ? zeros + 1 : 0;
        }

        return [.. payload];
    }

    /// <summary>Puts emulation prevention back.</summary>
    public static byte[] Escape(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload)
    {
        var unit = new List<byte>(header.Length + payload.Length + 8);
        unit.AddRange(header);
        var zeros = 0;
        foreach (var b in payload)
        {
            if (zeros >= 2 && b <= 3)
            {
                unit.Add(3);
                zeros = 0;
            }

            unit.Add(b);
            zeros = b == 0 ? zeros + 1 : 0;
        }

        return [.. unit];
    }

    public bool Flag() => Read(1) == 1;

    public uint Read(int count)
    {
        uint value = 0;
        for (; count > 0; count--)
        {
            value = (value << 1) | Next();
        }

        return value;
    }

    public void Skip(int count)
    {
        Ended |= count > (payload.Length * 8) - At;
        At = Math.Min(At + count, payload.Length * 8);
    }

    /// <summary>ue(v), and se(v) where only its length matters.</summary>
    public uint Golomb()
    {
        var zeros = 0;
        while (!Ended && Next() == 0)
        {
            zeros++;
        }

        Ended |= zeros >= LongestCode;
        return Ended ? 0 : (1u << zeros) - 1 + Read(zeros);
    }

    /// <summary>As <see cref="Golomb()"/>; a value that no stream has ends the reading.</summary>
    public int Golomb(int most)
    {
        var value = Golomb();
        Ended |= value > most;
        return Ended ? 0 : (int)value;
    }

    public void Golombs(int count)
    {
        for (; count > 0 && !Ended; count--)
        {
            Golomb();
        }
    }

    /// <summary>se(v), H.264 9.1.1.</summary>
    public int Signed()
    {
        var code = Golomb();
        return (code & 1) == 1 ? (int)((code >> 1) + 1) : -(int)(code >> 1);
    }

    /// <summary>True when the stop bit is not the next and last bit that is set (more_rbsp_data).</summary>
    public bool More()
    {
        var last = payload.AsSpan().LastIndexOfAnyExcept((byte)0);
        return last >= 0 && At < (last * 8) + 7 - System.Numerics.BitOperations.TrailingZeroCount(payload[last]);
    }

    private uint Next()
    {
        if (At >= payload.Length * 8)
        {
            Ended = true;
            return 0;
        }

        var bit = (uint)(payload[At >> 3] >> (7 - (At & 7))) & 1;
        At++;
        return bit;
    }
}

namespace ReportingService.Scrubbing.Formats.Ogg;

/// <summary>Reads bits, least significant first, as Vorbis packs them (Vorbis I, section 2).</summary>
internal ref struct LowBits(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;

    /// <summary>Bits passed so far.</summary>
    public long At { get; private set; }

    public int Read(int count)
    {
        var value = 0;
        for (var i = 0; i < count; i++)
        {
            value |= Next() << i;
        }

        return value;
    }

    public bool Flag() => Next() == 1;

    public void Skip(long count)
    {
        if (count < 0 || count > (bytes.Length * 8L) - At)
        {
            throw RefusedException.Damaged("A Vorbis header ends early.");
        }

        At += count;
    }

    private int Next()
    {
        if (At >= bytes.Length * 8L)
        {
            throw RefusedException.Damaged("A Vorbis header ends early.");
        }

        var bit = (bytes[(int)(At >> 3)] >> (int)(At & 7)) & 1;
        At++;
        return bit;
    }
}

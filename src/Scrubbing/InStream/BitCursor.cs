namespace ReportingService.Scrubbing.InStream;

/// <summary>Reads and clears bits, most significant first.</summary>
internal ref struct BitCursor(Span<byte> bytes)
{
    private readonly Span<byte> bytes = bytes;
    private int at;

    public readonly int Left => bytes.Length * 8 - at;

    public readonly int At => at;

    public readonly int Peek(int count)
    {
        var value = 0;
        for (var i = 0; i < count; i++)
        {
            value = (value << 1) | ((bytes[(at + i) >> 3] >> (7 - ((at + i) & 7))) & 1);
        }

        return value;
    }

    public int Read(int count)
    {
        var value = Peek(count);
        at += count;
        return value;
    }

    public void Skip(int count) => at += count;

    public void Align() => at = (at + 7) & ~7;

    /// <summary>Sets the bits of bytes where zeros are.</summary>
    public void Write(ReadOnlySpan<byte> values)
    {
        foreach (var value in values)
        {
            for (var bit = 7; bit >= 0; bit--, at++)
            {
                bytes[at >> 3] |= (byte)(((value >> bit) & 1) << (7 - (at & 7)));
            }
        }
    }

    /// <summary>Zeroes the next bits and passes them; true when one of them was set.</summary>
    public bool Clear(int count)
    {
        var any = false;
        for (var end = at + count; at < end; at++)
        {
            var mask = (byte)(0x80 >> (at & 7));
            any |= (bytes[at >> 3] & mask) != 0;
            bytes[at >> 3] &= (byte)~mask;
        }

        return any;
    }
}

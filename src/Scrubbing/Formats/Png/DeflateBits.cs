using System.Buffers.Binary;

namespace ReportingService.Scrubbing.Formats.Png;

/// <summary>Bits of a deflate header, least significant first; delivers zeros and sets <see cref="Missing"/> when data ends.</summary>
internal ref struct DeflateBits
{
    private readonly ReadOnlySpan<byte> data;
    private int position;

    public DeflateBits(ReadOnlySpan<byte> data, int bitOffset)
    {
        this.data = data;
        position = bitOffset;
    }

    public readonly bool Missing => position > data.Length * 8;

    /// <summary>A whole code may not be there yet.</summary>
    public readonly bool Scarce => position + 16 > data.Length * 8;

    public readonly int Bytes => position / 8;

    public readonly int BitOffset => position % 8;

    public readonly int Peek(int count)
    {
        var first = position / 8;
        if (first + 4 <= data.Length)
        {
            return (int)(BinaryPrimitives.ReadUInt32LittleEndian(data[first..]) >> (position % 8)) & ((1 << count) - 1);
        }

        var value = 0;
        for (var i = 0; i < count; i++)
        {
            var at = position + i;
            if (at / 8 < data.Length)
            {
                value |= ((data[at / 8] >> (at % 8)) & 1) << i;
            }
        }

        return value;
    }

    public int Take(int count)
    {
        var value = Peek(count);
        position += count;
        return value;
    }

    /// <summary>Goes to the next byte; returns how many bits were passed over.</summary>
    public int Align()
    {
        var padding = (8 - (position % 8)) % 8;
        position += padding;
        return padding;
    }
}

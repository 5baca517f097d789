using System.Buffers.Binary;
using System.Numerics;

namespace ReportingService.Scrubbing.Formats.Flac;

/// <summary>Reads bits, most significant first; past the end it says so instead of throwing.</summary>
internal ref struct FlacBits(ReadOnlySpan<byte> data, long start)
{
    private readonly ReadOnlySpan<byte> data = data;
    private readonly long end = (long)data.Length * 8;

    public long At { get; private set; } = start;

    public readonly bool Over => At > end;

    public uint Read(int count)
    {
        var value = (uint)(Peek() >> (64 - count));
        At += count;
        return count == 0 ? 0 : value;
    }

    public void Skip(long count) => At += count;

    public void Align() => At = (At + 7) & ~7L;

    public int Unary()
    {
        var total = 0;
        while (At < end)
        {
            var zeros = Math.Min(BitOperations.LeadingZeroCount(Peek()), 56);
            total += zeros;
            At += zeros;
            if (zeros < 56)
            {
                At++;
                return total;
            }
        }

        At = end + 1;
        return total;
    }

    public void SkipRice(int samples, int parameter)
    {
        for (; samples > 0 && At < end; samples--)
        {
            var zeros = BitOperations.LeadingZeroCount(Peek());
            if (zeros < 56)
            {
                At += zeros + 1 + parameter;
            }
            else
            {
                Unary();
                At += parameter;
            }
        }

        if (samples > 0)
        {
            At = end + 1;
        }
    }

    // At least 57 valid bits, the rest zero; zeros behind the end.
    private readonly ulong Peek()
    {
        var index = (int)Math.Min(At >> 3, data.Length);
        var shift = (int)(At & 7);
        if (data.Length - index >= 8)
        {
            return BinaryPrimitives.ReadUInt64BigEndian(data[index..]) << shift;
        }

        ulong value = 0;
        for (var i = 0; i < 8; i++)
        {
            value = (value << 8) | (index + i < data.Length ? data[index + i] : 0u);
        }

        return value << shift;
    }
}

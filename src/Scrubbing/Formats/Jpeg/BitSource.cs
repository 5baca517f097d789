using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace ReportingService.Scrubbing.Formats.Jpeg;

/// <summary>
/// Bits of entropy-coded data, T.81 F.2.2.5: stuffed zeros removed, stops at a marker and then delivers zeros while counting them.
/// The next bit is the top bit of <see cref="Bits"/>.
/// </summary>
internal ref struct BitSource
{
    private readonly ReadOnlySpan<byte> data;

    public ulong Bits;
    public int Count;
    public int Position;

    /// <summary>Bits delivered that were not in the data.</summary>
    public int Invented;

    public BitSource(ReadOnlySpan<byte> data, int bitOffset)
    {
        this.data = data;
        Refill();
        Bits <<= bitOffset;
        Count -= bitOffset;
    }

    public readonly ReadOnlySpan<byte> Data => data;

    /// <summary>More bits were taken than there are.</summary>
    public readonly bool Overrun => Invented > 0 && Count < Invented;

    /// <summary>Makes at least 56 bits available.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Refill()
    {
        if (Count >= 56)
        {
            return;
        }

        var position = Position;
        if (position + 8 <= data.Length)
        {
            var next = BinaryPrimitives.ReadUInt64BigEndian(data[position..]);
            if (((next & ~(next + 0x0101010101010101UL)) & 0x8080808080808080UL) == 0)
            {
                Bits |= next >> Count;
                var bytes = (63 - Count) >> 3;
                Position = position + bytes;
                Count += bytes << 3;
                return;
            }
        }

        RefillSlowly();
    }

    public void Skip(int bits)
    {
        Bits <<= bits;
        Count -= bits;
    }

    /// <summary>Skips up to 63 bits wherever the source stands.</summary>
    public void SkipMany(int bits)
    {
        if (bits > 24)
        {
            Refill();
            Skip(24);
            bits -= 24;
        }

        if (bits > 24)
        {
            Refill();
            Skip(24);
            bits -= 24;
        }

        Refill();
        Skip(bits);
    }

    /// <summary>The byte that holds the next bit, and how many of its bits are used. Only while not <see cref="Overrun"/>.</summary>
    public readonly (int Position, int BitOffset) Boundary()
    {
        var unread = Count - Invented;
        var at = Position;
        for (var bytes = (unread + 7) / 8; bytes > 0; bytes--)
        {
            at--;
            if (data[at] == 0 && at > 0 && data[at - 1] == 0xFF)
            {
                at--;
            }
        }

        return (at, (8 - (unread % 8)) % 8);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefillSlowly()
    {
        // The fast path leaves bits of bytes below Count that it has not counted.
        Bits = Count == 0 ? 0 : Bits & (ulong.MaxValue << (64 - Count));
        while (Count <= 56)
        {
            if (Position < data.Length)
            {
                var value = data[Position];
                if (value != 0xFF)
                {
                    Position++;
                    Bits |= (ulong)value << (56 - Count);
                    Count += 8;
                    continue;
                }

                if (Position + 1 < data.Length && data[Position + 1] == 0)
                {
                    Position += 2;
                    Bits |= 0xFFUL << (56 - Count);
                    Count += 8;
                    continue;
                }
            }

            Invented += 8;
            Count += 8;
        }
    }
}

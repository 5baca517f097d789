using System.Buffers.Binary;
using System.Numerics;

namespace ReportingService.Scrubbing.Formats.Flac;

/// <summary>Finds where a FLAC frame ends by parsing it to its last bit (RFC 9639 section 9), and checks both its checksums.</summary>
internal static class FlacFrame
{
    private static readonly ushort[] Table = MakeTable();

    /// <summary>Outcome of a parse.</summary>
    public enum Result
    {
        Frame,
        NotAFrame,
        NeedMore,
    }

    public static Result Parse(ReadOnlySpan<byte> data, StreamInfo info, out int length)
    {
        length = 0;
        if (data.Length < 2)
        {
            return Result.NeedMore;
        }

        if (data[0] != 0xFF || (data[1] & 0xFE) != 0xF8)
        {
            return Result.NotAFrame;
        }

        var header = HeaderLength(data, info, out var block, out var channels, out var bits);
        if (header <= 0)
        {
            return header == 0 ? Result.NeedMore : Result.NotAFrame;
        }

        var reader = new FlacBits(data, header * 8);
        var count = channels < 8 ? channels + 1 : 2;
        for (var c = 0; c < count; c++)
        {
            // Side channels have one bit more.
            var side = (channels == 8 && c == 1) || (channels == 9 && c == 0) || (channels == 10 && c == 1);
            if (!Subframe(ref reader, block, bits + (side ? 1 : 0)))
            {
                return reader.Over ? Result.NeedMore : Result.NotAFrame;
            }
        }

        reader.Align();
        var end = (int)(reader.At / 8) + 2;
        if (reader.Over || end > data.Length)
        {
            return Result.NeedMore;
        }

        length = end;
        return Crc16(data[..(end - 2)]) == BinaryPrimitives.ReadUInt16BigEndian(data[(end - 2)..]) ? Result.Frame : Result.NotAFrame;
    }

    /// <summary>Length of the header with its checksum; 0 when more bytes are needed, -1 when it is none.</summary>
    public static int HeaderLength(ReadOnlySpan<byte> data, StreamInfo info, out int block, out int channels, out int bits)
    {
        block = channels = bits = 0;
        if (data.Length < 16)
        {
            // The last frame of a quiet recording is shorter than the longest header: read it with zeros behind it.
            Span<byte> padded = stackalloc byte[16];
            data.CopyTo(padded);
            padded[data.Length..].Clear();
            var length = data.Length < 6 ? 0 : HeaderLength(padded, info, out block, out channels, out bits);
            return length > data.Length ? 0 : length;
        }

        channels = data[3] >> 4;
        var depth = (data[3] >> 1) & 7;
        if (channels > 10 || (data[3] & 1) != 0 || depth == 3 || data[0] != 0xFF || (data[1] & 0xFE) != 0xF8)
        {
            return -1;
        }

        bits = depth switch { 0 => info.Bits, 1 => 8, 2 => 12, 4 => 16, 5 => 20, 6 => 24, _ => 32 };
        var at = 4;
        var first = data[at++];
        var more = first < 0x80 ? 0 : BitOperations.LeadingZeroCount((uint)(byte)~first) - 24 - 1;
        if (first >= 0x80 && more is < 1 or > 6)
        {
            return -1;
        }

        for (; more > 0; more--)
        {
            if ((data[at++] & 0xC0) != 0x80)
            {
                return -1;
            }
        }

        var size = data[2] >> 4;
        var rate = data[2] & 15;
        if (size == 0 || rate == 15)
        {
            return -1;
        }

        block = size switch
        {
            1 => 192,
            <= 5 => 576 << (size - 2),
            6 => data[at++] + 1,
            7 => BinaryPrimitives.ReadUInt16BigEndian(data[at..]) + 1,
            _ => 256 << (size - 8),
        };
        at += size == 7 ? 2 : 0;
        at += rate switch { 12 => 1, 13 or 14 => 2, _ => 0 };
        return Crc8(data[..at]) == data[at] ? at + 1 : -1;
    }

    public static ushort Crc16(ReadOnlySpan<byte> data)
    {
        ushort crc = 0;
        foreach (var b in data)
        {
            crc = (ushort)((crc << 8) ^ Table[(crc >> 8) ^ b]);
        }

        return crc;
    }

    private static byte Crc8(ReadOnlySpan<byte> data)
    {
        var crc = 0;
        foreach (var b in data)
        {
            crc ^= b;
            for (var i = 0; i < 8; i++)
            {
                crc = (crc & 0x80) != 0 ? (crc << 1) ^ 0x107 : crc << 1;
            }
        }

        return (byte)crc;
    }

    private static bool Subframe(ref FlacBits reader, int block, int bits)
    {
        if (reader.Read(1) != 0)
        {
            return false;
        }

        var type = (int)reader.Read(6);
        if (reader.Read(1) == 1)
        {
            var wasted = reader.Unary() + 1;
            if (wasted >= bits)
            {
                return false;
            }

            bits -= wasted;
        }

        if (reader.Over)
        {
            return false;
        }

        switch (type)
        {
            case 0:
                reader.Skip(bits);
                return !reader.Over;
            case 1:
                reader.Skip((long)bits * block);
                return !reader.Over;
            case >= 8 and <= 12:
                var fixedOrder = type - 8;
                if (fixedOrder > block)
                {
                    return false;
                }

                reader.Skip((long)bits * fixedOrder);
                return Residual(ref reader, block, fixedOrder);
            case >= 32:
                var order = type - 31;
                if (order > block)
                {
                    return false;
                }

                reader.Skip((long)bits * order);
                var precision = (int)reader.Read(4) + 1;
                if (precision == 16)
                {
                    return false;
                }

                reader.Skip(5 + precision * order);
                return Residual(ref reader, block, order);
            default:
                return false;
        }
    }

    private static bool Residual(ref FlacBits reader, int block, int order)
    {
        var method = reader.Read(2);
        if (method > 1)
        {
            return false;
        }

        var width = method == 0 ? 4 : 5;
        var escape = method == 0 ? 15u : 31u;
        var partitions = 1 << (int)reader.Read(4);
        if (block % partitions != 0 || block / partitions < order)
        {
            return false;
        }

        for (var p = 0; p < partitions && !reader.Over; p++)
        {
            var samples = block / partitions - (p == 0 ? order : 0);
            var parameter = reader.Read(width);
            if (parameter == escape)
            {
                reader.Skip((long)reader.Read(5) * samples);
            }
            else
            {
                reader.SkipRice(samples, (int)parameter);
            }
        }

        return !reader.Over;
    }

    private static ushort[] MakeTable()
    {
        var table = new ushort[256];
        for (var i = 0; i < 256; i++)
        {
            var crc = i << 8;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x8005 : crc << 1;
            }

            table[i] = (ushort)crc;
        }

        return table;
    }
}

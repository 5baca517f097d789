using System.Buffers.Binary;
using ReportingService.Scrubbing.InStream;

namespace ReportingService.Scrubbing.Formats.Heif;

/// <summary>Coded pictures and their configuration records, reduced to what decoding needs.</summary>
internal static class CodedPicture
{
    /// <summary>ISO/IEC 14496-15, 8.3.3.1: keeps parameter sets, drops SEI and everything else from the arrays.</summary>
    public static byte[] HevcConfig(ReadOnlySpan<byte> record, bool everything, ScrubContext context)
    {
        if (record.Length < 23 || record[0] != 1)
        {
            throw RefusedException.Damaged("An HEVC configuration that cannot be read.");
        }

        var output = new MemoryStream();
        output.Write(record[..22]);
        output.WriteByte(0);
        var arrays = 0;
        var cursor = new BoxCursor(record);
        cursor.Skip(22);
        var count = cursor.Number(1);
        for (var a = 0; a < count; a++)
        {
            var head = (byte)cursor.Number(1);
            var units = (int)cursor.Number(2);
            var keep = everything || (head & 0x3F) is 32 or 33 or 34;
            if (keep)
            {
                arrays++;
                output.Write([(byte)(head & 0xBF), (byte)(units >> 8), (byte)units]);
            }

            for (var u = 0; u < units; u++)
            {
                var length = (int)cursor.Number(2);
                cursor.Skip(length);
                var unit = record.Slice(cursor.Position - length, length);
                if (keep)
                {
                    if (!everything && (length < 2 || ((unit[0] >> 1) & 0x3F) != (head & 0x3F)))
                    {
                        throw RefusedException.Unsafe("A parameter set in the wrong array.");
                    }

                    var whole = everything ? unit : ParameterSetTail.Cut(unit, true, context);
                    output.Write([(byte)(whole.Length >> 8), (byte)whole.Length]);
                    output.Write(whole);
                }
            }
        }

        var bytes = output.ToArray();
        bytes[22] = (byte)arrays;
        return bytes;
    }

    /// <summary>Bytes of each length field.</summary>
    public static int HevcLengthSize(ReadOnlySpan<byte> record) => record.Length > 21 ? (record[21] & 3) + 1 : 4;

    /// <summary>AV1-ISOBMFF 2.3.3: four bytes, then the sequence header only.</summary>
    public static byte[] Av1Config(ReadOnlySpan<byte> record, bool everything)
    {
        if (record.Length < 4 || record[0] != 0x81)
        {
            throw RefusedException.Damaged("An AV1 configuration that cannot be read.");
        }

        var output = new MemoryStream();
        output.Write(record[..4]);
        foreach (var (offset, length, type) in Obus(record[4..]))
        {
            if (everything || type == 1)
            {
                output.Write(record.Slice(4 + offset, length));
            }
        }

        return output.ToArray();
    }

    /// <summary>Ranges of an HEVC item that are picture: slices and parameter sets. Threat: SEI holds camera data and encoder settings.</summary>
    public static List<(int Offset, int Length)> HevcRanges(ReadOnlySpan<byte> data, int lengthSize, bool everything, out bool dropped)
    {
        var ranges = new List<(int, int)>();
        dropped = false;
        var at = 0;
        while (at < data.Length)
        {
            var cursor = new BoxCursor(data[at..]);
            var length = cursor.Number(lengthSize);
            if (length < 2 || length > data.Length - at - lengthSize)
            {
                throw RefusedException.Damaged("An HEVC unit longer than its item.");
            }

            var type = (data[at + lengthSize] >> 1) & 0x3F;
            var whole = lengthSize + (int)length;
            if (everything || IsHevcPicture(type))
            {
                ranges.Add((at, whole));
            }
            else
            {
                dropped |= type is 39 or 40;
            }

            at += whole;
        }

        return ranges;
    }

    public static bool IsHevcPicture(int type) => type is <= 9 or (>= 16 and <= 21) or (>= 32 and <= 34);

    /// <summary>Ranges of an AV1 item that are picture: sequence and frame headers and tiles.</summary>
    public static List<(int Offset, int Length)> Av1Ranges(ReadOnlySpan<byte> data, bool everything, out bool dropped)
    {
        var ranges = new List<(int, int)>();
        dropped = false;
        foreach (var (offset, length, type) in Obus(data))
        {
            if (everything || IsAv1Picture(type))
            {
                ranges.Add((offset, length));
            }
            else
            {
                dropped |= type == 5;
            }
        }

        return ranges;
    }

    public static bool IsAv1Picture(int type) => type is 1 or 3 or 4 or 6 or 7;

    // AV1 specification 5.3: header, optional extension, size in seven-bit groups.
    public static List<(int Offset, int Length, int Type)> Obus(ReadOnlySpan<byte> data)
    {
        var list = new List<(int, int, int)>();
        var at = 0;
        while (at < data.Length)
        {
            var head = data[at];
            var position = at + 1 + ((head >> 2) & 1);
            long size = data.Length - position;
            if ((head & 0x80) != 0 || size < 0)
            {
                throw RefusedException.Damaged("An AV1 unit that cannot be read.");
            }

            if ((head & 2) != 0)
            {
                size = 0;
                for (var i = 0; ; i++)
                {
                    if (i == 5 || position >= data.Length)
                    {
                        throw RefusedException.Damaged("An AV1 unit that ends early.");
                    }

                    var b = data[position++];
                    size |= (long)(b & 0x7F) << (7 * i);
                    if ((b & 0x80) == 0)
                    {
                        break;
                    }
                }
            }

            if (size > data.Length - position)
            {
                throw RefusedException.Damaged("An AV1 unit longer than its item.");
            }

            var end = position + (int)size;
            list.Add((at, end - at, (head >> 3) & 15));
            at = end;
        }

        return list;
    }

    /// <summary>A grid, iovl or iden payload, checked to its exact length, ISO/IEC 23008-12 6.6.2.</summary>
    public static void CheckDerived(string type, ReadOnlySpan<byte> data, int inputs, ScrubContext context)
    {
        var wide = data.Length > 1 && (data[1] & 1) != 0 ? 4 : 2;
        var expected = type switch { "grid" => 4 + (2 * wide), "iovl" => 10 + (2 * wide) + (inputs * 2 * wide), _ => 0 };
        if (data.Length != expected || (expected > 0 && data[0] != 0))
        {
            throw RefusedException.Unsafe("A derived picture whose description has another length.");
        }

        if (type == "iden")
        {
            return;
        }

        if (type == "grid" && (data[2] + 1) * (data[3] + 1) != inputs)
        {
            throw RefusedException.Damaged("A grid with another number of tiles than it needs.");
        }

        var size = data[(type == "grid" ? 4 : 10)..];
        context.RequirePixels(
            wide == 2 ? BinaryPrimitives.ReadUInt16BigEndian(size) : BinaryPrimitives.ReadUInt32BigEndian(size),
            wide == 2 ? BinaryPrimitives.ReadUInt16BigEndian(size[2..]) : BinaryPrimitives.ReadUInt32BigEndian(size[4..]));
    }
}

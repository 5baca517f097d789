using System.Buffers.Binary;

namespace ReportingService.Scrubbing.InStream;

/// <summary>Re-makes decoder configuration records from their parsed parts; shared by MP4, HEIC and Matroska.</summary>
internal static class CodecConfiguration
{
    private const int MostUnitBytes = 4096;

    /// <summary>AVCDecoderConfigurationRecord (ISO/IEC 14496-15 5.3.3.1): only parameter sets stay.</summary>
    public static byte[] Avc(ReadOnlySpan<byte> record, ScrubContext context, out int lengthSize)
    {
        Require(record.Length >= 7 && record[0] == 1);
        lengthSize = (record[4] & 3) + 1;
        Require(lengthSize != 3);
        var profile = record[1];
        var made = new List<byte> { 1, profile, record[2], record[3], (byte)(0xFC | (lengthSize - 1)) };
        var at = 5;
        AvcStream? stream = null;
        at = Sets(record, at, made, record[at] & 0x1F, 0xE0, 7, context, ref stream);
        Require(at < record.Length);
        at = Sets(record, at, made, record[at], 0, 8, context, ref stream);
        if (profile is 100 or 110 or 122 or 144 or 244 or 44 or 83 or 86 or 118 or 128 or 138 && record.Length - at >= 4)
        {
            made.Add((byte)(record[at] | 0xFC));
            made.Add((byte)(record[at + 1] | 0xF8));
            made.Add((byte)(record[at + 2] | 0xF8));

            // Parameters of a second, auxiliary picture, which does not stay.
            at = Sets(record, at + 3, made, record[at + 3], 0, -1, context, ref stream);
        }

        if (at < record.Length)
        {
            context.Removed.Add(RemovalKind.Other);
        }

        return [.. made];
    }

    /// <summary>HEVCDecoderConfigurationRecord (ISO/IEC 14496-15 8.3.3.1): only VPS, SPS and PPS arrays stay.</summary>
    public static byte[] Hevc(ReadOnlySpan<byte> record, ScrubContext context, out int lengthSize)
    {
        Require(record.Length >= 23 && record[0] == 1);
        lengthSize = (record[21] & 3) + 1;
        Require(lengthSize != 3);
        var made = new List<byte>();
        made.AddRange(record[..22]);
        made[13] |= 0xF0;
        made[15] |= 0xFC;
        made[16] |= 0xFC;
        made[17] |= 0xF8;
        made[18] |= 0xF8;
        made.Add(0);
        var at = 23;
        for (var arrays = record[22]; arrays > 0; arrays--)
        {
            Require(record.Length - at >= 3);
            var type = record[at] & 0x3F;
            var count = BinaryPrimitives.ReadUInt16BigEndian(record[(at + 1)..]);
            var keep = type is 32 or 33 or 34 && count > 0;
            if (keep)
            {
                made[22]++;
                made.Add((byte)(record[at] & 0xBF));
                made.AddRange(record.Slice(at + 1, 2));
            }
            else
            {
                // Threat: encoders put their settings into an array of supplemental information.
                context.Removed.Add(RemovalKind.Software);
            }

            at += 3;
            for (; count > 0; count--)
            {
                Require(record.Length - at >= 2);
                var length = BinaryPrimitives.ReadUInt16BigEndian(record[at..]);
                Require(length <= record.Length - at - 2 && length is >= 2 and <= MostUnitBytes);
                if (keep)
                {
                    Require(((record[at + 2] >> 1) & 0x3F) == type);
                    Add(made, ParameterSetTail.Cut(record.Slice(at + 2, length), true, context));
                }

                at += 2 + length;
            }
        }

        return [.. made];
    }

    /// <summary>AV1CodecConfigurationRecord (AV1 in ISOBMFF 2.3.3): four bytes and the sequence header.</summary>
    public static byte[] Av1(ReadOnlySpan<byte> record)
    {
        Require(record.Length >= 4 && record[0] == 0x81);
        var made = new List<byte>();
        made.AddRange(record[..3]);
        made.Add((byte)(record[3] & 0x1F));
        var units = record[4..];
        while (units.Length > 0)
        {
            var length = ObuCleaner.Next(units, out _);
            if (((units[0] >> 3) & 0xF) == 1)
            {
                // A sequence header is some dozen bytes; a long one carries something else.
                Require(length <= 256);
                made.AddRange(units[..length]);
            }

            units = units[length..];
        }

        return [.. made];
    }

    /// <summary>OpusSpecificBox: version, channels, pre-skip, rate, gain, mapping.</summary>
    public static byte[] Opus(ReadOnlySpan<byte> record)
    {
        Require(record.Length >= 11 && record[0] == 0);
        var length = record[10] == 0 ? 11 : 13 + record[1];
        Require(record.Length >= length);
        return record[..length].ToArray();
    }

    private static int Sets(ReadOnlySpan<byte> record, int at, List<byte> made, int count, int marker, int type, ScrubContext context, ref AvcStream? stream)
    {
        var countAt = made.Count;
        var kept = 0;
        made.Add((byte)marker);
        at++;
        for (; count > 0; count--)
        {
            Require(record.Length - at >= 2);
            var length = BinaryPrimitives.ReadUInt16BigEndian(record[at..]);
            Require(length <= record.Length - at - 2 && length <= MostUnitBytes);
            var unit = record.Slice(at + 2, length);
            if (length > 0 && (unit[0] & 0x1F) == type)
            {
                kept++;
                stream ??= type == 7 ? AvcStream.Of(unit) : null;
                Add(made, ParameterSetTail.Cut(unit, false, context, stream));
            }
            else
            {
                context.Removed.Add(RemovalKind.Software);
            }

            at += 2 + length;
        }

        made[countAt] = (byte)(marker | kept);
        return at;
    }

    private static void Add(List<byte> made, byte[] unit)
    {
        made.Add((byte)(unit.Length >> 8));
        made.Add((byte)unit.Length);
        made.AddRange(unit);
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw RefusedException.Damaged("A codec configuration contradicts itself.");
        }
    }
}

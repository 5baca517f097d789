using System.Buffers.Binary;

namespace ReportingService.Scrubbing.Formats.Mp3;

/// <summary>
/// The first frame of many files is silent and describes the rest (Xing, Info, VBRI, with LAME's extension). Counts, the seek
/// table, delay and padding stay; name, settings and checksum of the music go.
/// </summary>
internal static class XingFrame
{
    /// <summary>Rewrites the frame in place; false when it is an ordinary frame.</summary>
    public static bool Clean(byte[] frame, Mp3Header header, ScrubContext context)
    {
        var at = 4 + header.SideBytes;
        var data = frame.AsSpan();
        if (data.Length >= at + 8 && (data.Slice(at, 4).SequenceEqual("Xing"u8) || data.Slice(at, 4).SequenceEqual("Info"u8)))
        {
            data[4..at].Clear();
            CleanXing(data, at, context);
            return true;
        }

        if (data.Length >= 36 + 26 && data.Slice(36, 4).SequenceEqual("VBRI"u8))
        {
            data[4..36].Clear();
            var table = BinaryPrimitives.ReadUInt16BigEndian(data[(36 + 18)..]) * BinaryPrimitives.ReadUInt16BigEndian(data[(36 + 22)..]);
            var end = Math.Min(36 + 26 + table, data.Length);
            data[end..].Clear();
            return true;
        }

        return false;
    }

    private static void CleanXing(Span<byte> data, int tag, ScrubContext context)
    {
        var flags = BinaryPrimitives.ReadUInt32BigEndian(data[(tag + 4)..]) & 0xF;
        BinaryPrimitives.WriteUInt32BigEndian(data[(tag + 4)..], flags);
        var at = tag + 8 + ((flags & 1) != 0 ? 4 : 0) + ((flags & 2) != 0 ? 4 : 0) + ((flags & 4) != 0 ? 100 : 0) + ((flags & 8) != 0 ? 4 : 0);
        if (at + 36 > data.Length)
        {
            data[Math.Min(at, data.Length)..].Clear();
            return;
        }

        // Delay and padding are honoured by players only behind one of three names. The constant we write is the shortest of
        // them and the same for every file, whatever program made it.
        var lame = data.Slice(at, 36);
        var known = lame.StartsWith("LAME"u8) || lame.StartsWith("Lavf"u8) || lame.StartsWith("Lavc"u8);
        if (lame.ContainsAnyExcept((byte)0))
        {
            context.Removed.Add(RemovalKind.Software);
        }

        var delay = (lame[21], lame[22], lame[23]);
        data[at..].Clear();
        if (known)
        {
            "Lavf"u8.CopyTo(lame);
            (lame[21], lame[22], lame[23]) = delay;
            var crc = 0;
            foreach (var b in data[..(at + 34)])
            {
                crc ^= b;
                for (var i = 0; i < 8; i++)
                {
                    crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xA001 : crc >> 1;
                }
            }

            BinaryPrimitives.WriteUInt16BigEndian(lame[34..], (ushort)crc);
        }
    }
}

using System.Buffers.Binary;

namespace ReportingService.Scrubbing;

/// <summary>
/// Looks through an Exif block that is about to be dropped: classifies its entries for the removal report and finds the
/// orientation. Bounded and forgiving; nothing here decides what is kept.
/// </summary>
internal static class ExifWalker
{
    private const int MaxDirectories = 16;
    private const int MaxEntries = 2000;

    private const int GpsPointer = 0x8825;

    /// <summary>Returns the orientation of IFD0, 1 to 8, or 0 when there is none.</summary>
    public static int Walk(ReadOnlySpan<byte> tiff, RemovalTally tally)
    {
        if (tiff.Length < 8)
        {
            return 0;
        }

        var little = tiff[0] == 'I';
        if (!(little ? tiff[1] == 'I' : tiff[0] == 'M' && tiff[1] == 'M'))
        {
            tally.Add(RemovalKind.Other);
            return 0;
        }

        var orientation = 0;
        var entriesLeft = MaxEntries;
        var queue = new Queue<(uint Offset, bool Gps, int Order)>();
        var seen = new HashSet<uint>();
        queue.Enqueue((Read32(tiff[4..], little), false, 0));
        while (queue.TryDequeue(out var directory) && seen.Count < MaxDirectories)
        {
            if (!seen.Add(directory.Offset) || directory.Offset + 2L > tiff.Length)
            {
                continue;
            }

            var at = (int)directory.Offset;
            int count = Read16(tiff[at..], little);
            at += 2;
            for (var i = 0; i < count && at + 12 <= tiff.Length && entriesLeft-- > 0; i++, at += 12)
            {
                var entry = tiff.Slice(at, 12);
                int tag = Read16(entry, little);
                int type = Read16(entry[2..], little);
                if (directory.Gps)
                {
                    tally.Add(tag is 0x07 or 0x1D ? RemovalKind.Time : RemovalKind.Place);
                    continue;
                }

                switch (tag)
                {
                    case 0x0112 when directory.Order == 0:
                        var value = type == 3 ? Read16(entry[8..], little) : type == 4 ? (int)Math.Min(9, Read32(entry[8..], little)) : type == 1 ? entry[8] : 0;
                        orientation = value is >= 1 and <= 8 ? value : 0;
                        break;
                    case 0x8769 or 0xA005:
                        queue.Enqueue((Read32(entry[8..], little), false, 2));
                        break;
                    case GpsPointer:
                        queue.Enqueue((Read32(entry[8..], little), true, 2));
                        break;
                    default:
                        if (Kind(tag) is { } kind)
                        {
                            tally.Add(kind);
                        }

                        break;
                }
            }

            if (directory.Order < 2 && at + 4 <= tiff.Length && Read32(tiff[at..], little) is > 0 and var next)
            {
                queue.Enqueue((next, false, 1));
            }
        }

        return orientation;
    }

    private static RemovalKind? Kind(int tag) => tag switch
    {
        0x0132 or 0x9003 or 0x9004 or 0x882A or (>= 0x9010 and <= 0x9012) or (>= 0x9290 and <= 0x9292) => RemovalKind.Time,
        0x010F or 0x0110 or (>= 0xA432 and <= 0xA434) or 0x927C or 0xC614 or 0xC65A => RemovalKind.Device,
        0xA431 or 0xA435 or 0xA420 or 0xC62F or 0xC65D => RemovalKind.Serial,
        0x013B or 0x8298 or 0xA430 or 0x9C9D or 0xA437 or 0xA438 => RemovalKind.People,
        0x0131 or 0x000B or 0x013C or (>= 0xA436 and <= 0xA43B) => RemovalKind.Software,
        0x0201 or 0x501B => RemovalKind.Thumbnail,
        0x829A or 0x829D or 0x8822 or 0x8827 or (>= 0x9201 and <= 0x920A) or (>= 0xA401 and <= 0xA40C) => RemovalKind.Device,
        0x010E or 0x9286 or (>= 0x9C9B and <= 0x9C9F) or 0x02BC or 0x83BB or 0x8649 => RemovalKind.Other,
        _ => null,
    };

    private static int Read16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint Read32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}

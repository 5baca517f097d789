using System.Buffers.Binary;

namespace ReportingService.Scrubbing.IsoBmff;

/// <summary>
/// A box inside a buffer (ISO/IEC 14496-12 clause 4.2): its type and where its body lies. Shared by every format of the family.
/// </summary>
internal readonly record struct IsoBox(uint Type, int Start, int Body, int End)
{
    public int Length => End - Body;

    /// <summary>
    /// The boxes between two offsets. Sizes must stay inside their parent; up to seven zero bytes or a zero terminator may
    /// follow the last one (QuickTime writes them).
    /// </summary>
    public static List<IsoBox> Children(ReadOnlySpan<byte> data, int start, int end, ScrubContext context)
    {
        var boxes = new List<IsoBox>();
        var at = start;
        while (end - at >= 8)
        {
            context.CountItem();
            long size = BinaryPrimitives.ReadUInt32BigEndian(data[at..]);
            var type = BinaryPrimitives.ReadUInt32BigEndian(data[(at + 4)..]);
            var header = 8;
            if (size == 0 && type == 0)
            {
                return boxes;
            }

            if (size == 1)
            {
                if (end - at < 16)
                {
                    throw RefusedException.Damaged("A box header is cut.");
                }

                size = BinaryPrimitives.ReadInt64BigEndian(data[(at + 8)..]);
                header = 16;
            }
            else if (size == 0)
            {
                // Clause 4.2: zero means to the end of the file; inside a parent that is the end of the parent.
                size = end - at;
            }

            if (size < header || size > end - at)
            {
                throw RefusedException.Damaged("A box is larger than its parent.");
            }

            boxes.Add(new IsoBox(type, at, at + header, at + (int)size));
            at += (int)size;
        }

        if (data[at..end].ContainsAnyExcept((byte)0))
        {
            throw RefusedException.Damaged("Bytes between boxes.");
        }

        return boxes;
    }

    public static IsoBox? Find(List<IsoBox> boxes, uint type)
    {
        IsoBox? found = null;
        foreach (var box in boxes)
        {
            if (box.Type == type)
            {
                // Threat: two readers pick different ones of two equal boxes, and one of them shows what was hidden.
                found = found is null ? box : throw RefusedException.Unsafe("A box that must be single occurs twice.");
            }
        }

        return found;
    }

    public static IsoBox Need(List<IsoBox> boxes, uint type) =>
        Find(boxes, type) ?? throw RefusedException.Damaged("A required box is missing.");
}

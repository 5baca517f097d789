using System.Buffers.Binary;

namespace ReportingService.Scrubbing.Formats.Matroska;

/// <summary>One element inside a buffer.</summary>
internal readonly record struct EbmlElement(uint Id, int Body, int End)
{
    public int Length => End - Body;

    public ReadOnlySpan<byte> Bytes(byte[] data) => data.AsSpan(Body, Length);

    public ulong Number(byte[] data)
    {
        if (Length > 8)
        {
            throw RefusedException.Damaged("A number is too long.");
        }

        ulong value = 0;
        foreach (var b in Bytes(data))
        {
            value = (value << 8) | b;
        }

        return value;
    }

    public double Real(byte[] data) => Length switch
    {
        0 => 0,
        4 => BinaryPrimitives.ReadSingleBigEndian(Bytes(data)),
        8 => BinaryPrimitives.ReadDoubleBigEndian(Bytes(data)),
        _ => throw RefusedException.Damaged("A number is too long."),
    };

    /// <summary>The elements between two offsets; all have known sizes inside their parent.</summary>
    public static List<EbmlElement> Children(byte[] data, int at, int end, ScrubContext? context)
    {
        var found = new List<EbmlElement>();
        while (at < end)
        {
            context?.CountItem();
            var idLength = IdLength(data[at]);
            if (idLength == 0 || end - at < idLength + 1)
            {
                throw RefusedException.Damaged("An element is cut.");
            }

            uint id = 0;
            for (var i = 0; i < idLength; i++)
            {
                id = (id << 8) | data[at++];
            }

            var sizeLength = SizeLength(data[at]);
            if (sizeLength == 0 || end - at < sizeLength)
            {
                throw RefusedException.Damaged("An element is cut.");
            }

            long size = data[at++] & ((1 << (8 - sizeLength)) - 1);
            for (var i = 1; i < sizeLength; i++)
            {
                size = (size << 8) | data[at++];
            }

            if (size > end - at)
            {
                throw RefusedException.Damaged("An element is larger than its parent.");
            }

            found.Add(new EbmlElement(id, at, at + (int)size));
            at += (int)size;
        }

        return found;
    }

    public static EbmlElement? Find(List<EbmlElement> elements, uint id)
    {
        EbmlElement? found = null;
        foreach (var element in elements)
        {
            if (element.Id == id)
            {
                found = found is null ? element : throw RefusedException.Unsafe("An element that must be single occurs twice.");
            }
        }

        return found;
    }

    public static int IdLength(byte first) => first >= 0x10 ? System.Numerics.BitOperations.LeadingZeroCount((uint)first) - 23 : 0;

    public static int SizeLength(byte first) => first > 0 ? System.Numerics.BitOperations.LeadingZeroCount((uint)first) - 23 : 0;
}

using System.Buffers.Binary;

namespace ReportingService.Scrubbing.Formats.Matroska;

/// <summary>Writes elements with the shortest identifiers, numbers and sizes there are.</summary>
internal sealed class EbmlWriter
{
    private readonly MemoryStream buffer = new();

    public int Count => (int)buffer.Length;

    public ReadOnlyMemory<byte> Written => buffer.GetBuffer().AsMemory(0, Count);

    public void Clear() => buffer.SetLength(0);

    public void Raw(ReadOnlySpan<byte> bytes) => buffer.Write(bytes);

    public void Number(uint id, ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        var skip = Math.Min(7, System.Numerics.BitOperations.LeadingZeroCount(value) / 8);
        Binary(id, bytes[skip..]);
    }

    public void Real(uint id, double value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        Binary(id, bytes);
    }

    public void Binary(uint id, ReadOnlySpan<byte> bytes)
    {
        Head(id, bytes.Length);
        buffer.Write(bytes);
    }

    public void Master(uint id, EbmlWriter children) => Binary(id, children.Written.Span);

    public void Head(uint id, long size)
    {
        Id(id);
        var length = 1;
        while (size >= (1L << (7 * length)) - 1)
        {
            length++;
        }

        for (var i = length - 1; i >= 0; i--)
        {
            buffer.WriteByte((byte)((size >> (8 * i)) | (i == length - 1 ? 1L << (8 - length) : 0)));
        }
    }

    public void UnknownSize(uint id)
    {
        Id(id);
        buffer.Write([0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
    }

    private void Id(uint id)
    {
        for (var shift = 24; shift >= 0; shift -= 8)
        {
            if (id >> shift != 0)
            {
                buffer.WriteByte((byte)(id >> shift));
            }
        }
    }
}

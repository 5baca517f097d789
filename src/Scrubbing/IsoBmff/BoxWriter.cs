using System.Buffers.Binary;

namespace ReportingService.Scrubbing.IsoBmff;

/// <summary>Writes nested boxes into memory and fills their sizes in when they end.</summary>
internal sealed class BoxWriter
{
    private readonly Stack<int> open = new();
    private byte[] buffer = new byte[4096];

    public int Count { get; private set; }

    public ReadOnlyMemory<byte> Written => buffer.AsMemory(0, Count);

    public void Begin(uint type)
    {
        open.Push(Count);
        U32(0);
        U32(type);
    }

    public void Begin(string type) => Begin(FourCc.Of(type));

    public void BeginFull(string type, byte version = 0, uint flags = 0)
    {
        Begin(type);
        U32(((uint)version << 24) | flags);
    }

    public void End()
    {
        var start = open.Pop();
        BinaryPrimitives.WriteUInt32BigEndian(buffer.AsSpan(start), (uint)(Count - start));
    }

    public void U8(int value) => Take(1)[0] = (byte)value;

    public void U16(int value) => BinaryPrimitives.WriteUInt16BigEndian(Take(2), (ushort)value);

    public void U32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Take(4), value);

    public void U64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Take(8), value);

    public void Zeros(int count) => Take(count).Clear();

    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    public void PatchU32(int at, uint value) => BinaryPrimitives.WriteUInt32BigEndian(buffer.AsSpan(at), value);

    public void PatchU64(int at, ulong value) => BinaryPrimitives.WriteUInt64BigEndian(buffer.AsSpan(at), value);

    private Span<byte> Take(int count)
    {
        if (buffer.Length - Count < count)
        {
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, Count + count));
        }

        var span = buffer.AsSpan(Count, count);
        Count += count;
        return span;
    }
}

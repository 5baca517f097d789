using System.Text;

namespace ReportingService.Scrubbing.Formats.Heif;

/// <summary>Reads fields of a box; refuses with <c>damaged</c> beyond its end.</summary>
internal ref struct BoxCursor(ReadOnlySpan<byte> body)
{
    private readonly ReadOnlySpan<byte> body = body;

    public int Position { get; private set; }

    public long Number(int size)
    {
        if (size is < 0 or > 8 || body.Length - Position < size)
        {
            throw RefusedException.Damaged("A box that ends early.");
        }

        ulong value = 0;
        foreach (var b in body.Slice(Position, size))
        {
            value = (value << 8) | b;
        }

        Position += size;
        return value > long.MaxValue ? throw RefusedException.Damaged("A number beyond every file.") : (long)value;
    }

    /// <summary>Version and flags; returns the version.</summary>
    public int Version() => (int)(Number(4) >> 24);

    public string Name()
    {
        Skip(4);
        return Encoding.Latin1.GetString(body.Slice(Position - 4, 4));
    }

    public string Text()
    {
        var rest = body[Position..];
        var end = rest.IndexOf((byte)0);
        var text = end < 0 ? rest : rest[..end];
        Position += text.Length + (end < 0 ? 0 : 1);
        return Encoding.Latin1.GetString(text);
    }

    public void Skip(int count)
    {
        if (body.Length - Position < count)
        {
            throw RefusedException.Damaged("A box that ends early.");
        }

        Position += count;
    }
}

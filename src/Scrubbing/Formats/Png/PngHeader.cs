using System.Buffers.Binary;

namespace ReportingService.Scrubbing.Formats.Png;

/// <summary>IHDR, clause 11.2.1.</summary>
internal sealed record PngHeader(int Width, int Height, int Depth, int ColourType, bool Interlaced)
{
    public static PngHeader Parse(ReadOnlySpan<byte> body)
    {
        if (body.Length != 13)
        {
            throw RefusedException.Damaged("IHDR of the wrong length.");
        }

        var width = BinaryPrimitives.ReadUInt32BigEndian(body);
        var height = BinaryPrimitives.ReadUInt32BigEndian(body[4..]);
        int depth = body[8];
        int type = body[9];
        var legal = type switch
        {
            0 => depth is 1 or 2 or 4 or 8 or 16,
            3 => depth is 1 or 2 or 4 or 8,
            2 or 4 or 6 => depth is 8 or 16,
            _ => false,
        };
        if (!legal || width is 0 or > int.MaxValue || height is 0 or > int.MaxValue || body[10] != 0 || body[11] != 0 || body[12] > 1)
        {
            throw RefusedException.Damaged("IHDR with impossible values.");
        }

        return new PngHeader((int)width, (int)height, depth, type, body[12] == 1);
    }

    /// <summary>Bytes of filtered rows of a picture or animation frame of this kind, clauses 7.2, 8 and 9.</summary>
    public long DataLength(long width, long height)
    {
        if (!Interlaced)
        {
            return Pass(width, height);
        }

        return Pass((width + 7) / 8, (height + 7) / 8) + Pass((width + 3) / 8, (height + 7) / 8) + Pass((width + 3) / 4, (height + 3) / 8)
            + Pass((width + 1) / 4, (height + 3) / 4) + Pass((width + 1) / 2, (height + 1) / 4) + Pass(width / 2, (height + 1) / 2)
            + Pass(width, height / 2);
    }

    private long Pass(long width, long height)
    {
        var channels = ColourType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        return width == 0 ? 0 : height * (1 + (((width * channels * Depth) + 7) / 8));
    }
}

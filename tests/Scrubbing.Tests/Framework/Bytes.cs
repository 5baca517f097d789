using System.Buffers.Binary;
using System.Text;

namespace ReportingService.Scrubbing.Tests;

/// <summary>Small pieces of files.</summary>
internal static class Bytes
{
    public static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);

    public static byte[] Big32(long value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)value);
        return bytes;
    }

    public static byte[] Little32(long value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)value);
        return bytes;
    }

    public static byte[] Big16(int value) => [(byte)(value >> 8), (byte)value];

    /// <summary>An Exif block with camera make, owner, a date, coordinates, an orientation and a thumbnail that ends like a JPEG.</summary>
    public static byte[] Exif(byte[] secret, int orientation = 1)
    {
        var data = 8 + 2 + (6 * 12) + 4 + 2 + 12 + 4;
        byte[] thumbnail = [0xFF, 0xD8, .. secret, 0xFF, 0xD9];
        var gps = 8 + 2 + (6 * 12) + 4;
        return
        [
            (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8,
            .. Big16(6),
            .. Entry(0x010F, 2, secret.Length, data),
            .. Entry(0x0112, 3, 1, orientation << 16),
            .. Entry(0x0132, 2, secret.Length, data),
            .. Entry(0x0201, 4, 1, data + secret.Length),
            .. Entry(0x8825, 4, 1, gps),
            .. Entry(0xA430, 2, secret.Length, data),
            .. Big32(0),
            .. Big16(1), .. Entry(0x0002, 2, secret.Length, data), .. Big32(0),
            .. secret, .. thumbnail,
        ];
    }

    private static byte[] Entry(int tag, int type, int count, int value) => [.. Big16(tag), .. Big16(type), .. Big32(count), .. Big32(value)];
}

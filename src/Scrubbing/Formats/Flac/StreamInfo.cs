using System.Buffers.Binary;

namespace ReportingService.Scrubbing.Formats.Flac;

/// <summary>The one metadata block that stays (RFC 9639 section 8.2): 34 bytes of numbers.</summary>
internal sealed class StreamInfo
{
    public const int Bytes = 34;

    private StreamInfo(byte[] raw)
    {
        Raw = raw;
        LargestFrame = (raw[7] << 16) | (raw[8] << 8) | raw[9];
        Rate = (raw[10] << 12) | (raw[11] << 4) | (raw[12] >> 4);
        Bits = (((raw[12] & 1) << 4) | (raw[13] >> 4)) + 1;
    }

    public byte[] Raw { get; }

    public int LargestFrame { get; }

    public int Rate { get; }

    public int Bits { get; }

    public static StreamInfo Read(ReadOnlySpan<byte> body)
    {
        if (body.Length != Bytes)
        {
            throw RefusedException.Damaged("The stream information has a wrong size.");
        }

        var info = new StreamInfo(body.ToArray());
        var smallest = BinaryPrimitives.ReadUInt16BigEndian(body);
        var largest = BinaryPrimitives.ReadUInt16BigEndian(body[2..]);
        if (smallest < 16 || largest < smallest || info.Rate == 0 || info.Bits < 4)
        {
            throw RefusedException.Damaged("The stream information contradicts itself.");
        }

        return info;
    }
}

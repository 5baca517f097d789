using System.Buffers.Binary;
using ReportingService.Scrubbing.InStream;
using ReportingService.Scrubbing.IsoBmff;

namespace ReportingService.Scrubbing.Formats.Mp4;

/// <summary>
/// Wide PCM of QuickTime (in24, in32, fl32, fl64), whose byte order hides in an extension, becomes the self-contained linear PCM
/// description (QuickTime File Format, sound sample description version 2). The samples stay as they are.
/// </summary>
internal static class LinearPcm
{
    private const uint Float = 1;
    private const uint BigEndian = 2;
    private const uint Signed = 4;
    private const uint Packed = 8;

    public static SampleEntry? Rebuild(uint type, int version, ReadOnlySpan<byte> body, ReadOnlySpan<byte> movie, List<IsoBox> children, ScrubContext context)
    {
        var (bits, number) = FourCc.Text(type) switch
        {
            "in24" => (24u, Signed),
            "in32" => (32u, Signed),
            "fl32" => (32u, Float),
            "fl64" => (64u, Float),
            _ => (0u, 0u),
        };
        if (bits == 0 || version > 1)
        {
            return null;
        }

        var channels = (uint)BinaryPrimitives.ReadUInt16BigEndian(body[16..]);
        var rate = (double)BinaryPrimitives.ReadUInt32BigEndian(body[24..]) / 65536;
        var wave = IsoBox.Find(children, FourCc.Of("wave"));
        var order = IsoBox.Find(wave is { } w ? IsoBox.Children(movie, w.Body, w.End, context) : children, FourCc.Of("enda"));
        var little = order is { Length: >= 2 } enda && movie[enda.Body + 1] == 1;
        var writer = new BoxWriter();
        writer.Begin("lpcm");
        writer.Zeros(6);
        writer.U16(1);
        writer.U16(2);
        writer.Zeros(6);
        writer.Bytes([0, 3, 0, 16, 0xFF, 0xFE, 0, 0, 0, 1, 0, 0, 0, 0, 0, 72]);
        writer.U64((ulong)BitConverter.DoubleToInt64Bits(rate));
        writer.U32(channels);
        writer.U32(0x7F000000);
        writer.U32(bits);
        writer.U32(number | (little ? 0 : BigEndian) | Packed);
        writer.U32(channels * bits / 8);
        writer.U32(1);
        writer.End();
        return new SampleEntry(writer.Written.ToArray(), new SampleCleaner(SampleCodec.Opaque), (1, channels * bits / 8), true);
    }
}

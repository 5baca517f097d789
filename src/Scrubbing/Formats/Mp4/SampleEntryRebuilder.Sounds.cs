using System.Buffers.Binary;
using ReportingService.Scrubbing.InStream;
using ReportingService.Scrubbing.IsoBmff;

namespace ReportingService.Scrubbing.Formats.Mp4;

internal static partial class SampleEntryRebuilder
{
    private static readonly Dictionary<uint, SampleCodec> AudioCodecs = new()
    {
        [FourCc.Of("mp4a")] = SampleCodec.Aac,
        [FourCc.Of("alac")] = SampleCodec.Aac,
        [FourCc.Of(".mp3")] = SampleCodec.MpegAudio,
        [FourCc.Of("samr")] = SampleCodec.Opaque,
        [FourCc.Of("sawb")] = SampleCodec.Opaque,
        [FourCc.Of("Opus")] = SampleCodec.Opaque,
        [FourCc.Of("fLaC")] = SampleCodec.Opaque,
        [FourCc.Of("ac-3")] = SampleCodec.Opaque,
        [FourCc.Of("ec-3")] = SampleCodec.Opaque,
        [FourCc.Of("sowt")] = SampleCodec.Opaque,
        [FourCc.Of("twos")] = SampleCodec.Opaque,
        [FourCc.Of("lpcm")] = SampleCodec.Opaque,
        [FourCc.Of("ipcm")] = SampleCodec.Opaque,
        [FourCc.Of("fpcm")] = SampleCodec.Opaque,
        [FourCc.Of("raw ")] = SampleCodec.Opaque,
        [FourCc.Of("in24")] = SampleCodec.Opaque,
        [FourCc.Of("in32")] = SampleCodec.Opaque,
        [FourCc.Of("fl32")] = SampleCodec.Opaque,
        [FourCc.Of("fl64")] = SampleCodec.Opaque,
        [FourCc.Of("ulaw")] = SampleCodec.Opaque,
        [FourCc.Of("alaw")] = SampleCodec.Opaque,
        [FourCc.Of("ima4")] = SampleCodec.Opaque,
        [FourCc.Of("NONE")] = SampleCodec.Opaque,
    };

    private static SampleEntry? RebuildAudio(ReadOnlySpan<byte> movie, IsoBox entry, int tableVersion, ScrubContext context)
    {
        var wavFormat = entry.Type is 0x6D730055;
        if (!AudioCodecs.TryGetValue(entry.Type, out var codec))
        {
            if (!wavFormat)
            {
                return null;
            }

            codec = SampleCodec.MpegAudio;
        }

        Require(entry.Length >= 28);
        var body = movie[entry.Body..entry.End];
        var version = tableVersion == 0 ? BinaryPrimitives.ReadUInt16BigEndian(body[8..]) : 0;
        var fixedBytes = version switch { 0 => 28, 1 => 44, 2 => 64, _ => throw RefusedException.NotSupported("A sound description of an unknown version.") };
        Require(body.Length >= fixedBytes);
        var children = IsoBox.Children(movie, entry.Body + fixedBytes, entry.End, context);
        RefuseProtected(children);
        var writer = new BoxWriter();
        if (LinearPcm.Rebuild(entry.Type, version, body, movie, children, context) is { } pcm)
        {
            return pcm;
        }

        writer.Begin(entry.Type);
        writer.Zeros(6);
        writer.U16(1);
        writer.U16(version);
        writer.Zeros(6);
        var packet = (Samples: 0u, Bytes: 0u);
        if (version == 2)
        {
            // QuickTime sound description 2: constants, rate as a double, channels and linear PCM layout.
            writer.Bytes([0, 3, 0, 16, 0xFF, 0xFE, 0, 0, 0, 1, 0, 0, 0, 0, 0, 72]);
            writer.Bytes(body.Slice(32, 32));
        }
        else
        {
            writer.Bytes(body.Slice(16, 4));
            writer.U16((short)BinaryPrimitives.ReadInt16BigEndian(body[20..]) == -2 ? 0xFFFE : 0);
            writer.U16(0);
            writer.Bytes(body.Slice(24, 4));
            if (version == 1)
            {
                writer.Bytes(body.Slice(28, 16));
                packet = (BinaryPrimitives.ReadUInt32BigEndian(body[28..]), BinaryPrimitives.ReadUInt32BigEndian(body[36..]));
            }
        }

        codec = WriteAudioChildren(movie, children, writer, codec, entry.Type, context);
        writer.End();
        return new SampleEntry(writer.Written.ToArray(), new SampleCleaner(codec), packet, version > 0);
    }

    private static SampleCodec WriteAudioChildren(
        ReadOnlySpan<byte> movie, List<IsoBox> children, BoxWriter writer, SampleCodec codec, uint type, ScrubContext context)
    {
        foreach (var child in children)
        {
            var body = Body(movie, child);
            switch (FourCc.Text(child.Type))
            {
                case "esds":
                    codec = WriteElementary(movie, children, writer, false, context);
                    break;
                case "wave":
                    writer.Begin("wave");
                    var inside = IsoBox.Children(movie, child.Body, child.End, context);
                    RefuseProtected(inside);
                    if (IsoBox.Find(inside, FourCc.Of("frma")) is { Length: 4 })
                    {
                        writer.Begin("frma");
                        writer.U32(type);
                        writer.End();
                    }

                    if (IsoBox.Find(inside, FourCc.Of("mp4a")) is not null)
                    {
                        writer.Begin("mp4a");
                        writer.U32(0);
                        writer.End();
                    }

                    codec = WriteAudioChildren(movie, inside.FindAll(b => b.Type != FourCc.Of("wave")), writer, codec, type, context);
                    writer.Zeros(3);
                    writer.U8(8);
                    writer.U32(0);
                    writer.End();
                    break;
                case "alac" when body.Length is 28 or 52:
                    // Version and flags, 24 bytes of configuration, perhaps a channel layout.
                    Child(writer, "alac", body);
                    break;
                case "dac3" when body.Length == 3:
                case "pcmC" when body.Length == 6:
                case "srat" when body.Length == 8:
                case "dec3" when body.Length is >= 5 and <= 24:
                    Child(writer, FourCc.Text(child.Type), body);
                    break;
                case "dOps":
                    Child(writer, "dOps", CodecConfiguration.Opus(body));
                    break;
                case "dfLa":
                    // Only the stream information block (RFC 9639 8.2): pictures and comments may follow it.
                    Require(body.Length >= 42 && (body[4] & 0x7F) == 0 && body[5] == 0 && body[6] == 0 && body[7] == 34);
                    writer.Begin("dfLa");
                    writer.U32(0);
                    writer.U32(0x80000022);
                    writer.Bytes(body.Slice(8, 34));
                    writer.End();
                    break;
            }
        }

        return codec;
    }
}

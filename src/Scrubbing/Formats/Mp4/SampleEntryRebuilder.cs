using System.Buffers.Binary;
using ReportingService.Scrubbing.InStream;
using ReportingService.Scrubbing.IsoBmff;

namespace ReportingService.Scrubbing.Formats.Mp4;

/// <summary>
/// Rebuilds sample entries (ISO/IEC 14496-12 clause 8.5.2 and QuickTime): fixed fields made constant, codec configuration
/// re-made from its parsed parts, every other extension left out.
/// </summary>
internal static class SampleEntryRebuilder
{
    private static readonly Dictionary<uint, SampleCodec> VideoCodecs = new()
    {
        [FourCc.Of("avc1")] = SampleCodec.Avc,
        [FourCc.Of("avc3")] = SampleCodec.Avc,
        [FourCc.Of("hvc1")] = SampleCodec.Hevc,
        [FourCc.Of("hev1")] = SampleCodec.Hevc,
        [FourCc.Of("dvh1")] = SampleCodec.Hevc,
        [FourCc.Of("dvhe")] = SampleCodec.Hevc,
        [FourCc.Of("av01")] = SampleCodec.Av1,
        [FourCc.Of("vp08")] = SampleCodec.Opaque,
        [FourCc.Of("vp09")] = SampleCodec.Opaque,
        [FourCc.Of("mp4v")] = SampleCodec.Mpeg4Visual,
        [FourCc.Of("s263")] = SampleCodec.H263,
        [FourCc.Of("h263")] = SampleCodec.H263,
        [FourCc.Of("jpeg")] = SampleCodec.Jpeg,
        [FourCc.Of("mjpa")] = SampleCodec.Jpeg,
        [FourCc.Of("apco")] = SampleCodec.ProRes,
        [FourCc.Of("apcs")] = SampleCodec.ProRes,
        [FourCc.Of("apcn")] = SampleCodec.ProRes,
        [FourCc.Of("apch")] = SampleCodec.ProRes,
        [FourCc.Of("ap4h")] = SampleCodec.ProRes,
        [FourCc.Of("ap4x")] = SampleCodec.ProRes,
    };

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

    private static readonly uint[] Encrypted = [FourCc.Of("encv"), FourCc.Of("enca"), FourCc.Of("drms"), FourCc.Of("drmi"), FourCc.Of("p608")];

    /// <summary>The rebuilt entry, or null when its codec is not on the list.</summary>
    public static SampleEntry? Rebuild(ReadOnlySpan<byte> movie, IsoBox entry, bool video, int tableVersion, ScrubContext context)
    {
        // Threat: samples that only others can open cannot be checked for what they carry.
        if (Encrypted.AsSpan().Contains(entry.Type))
        {
            throw new RefusedException(RefusalCode.Encrypted, "A track is encrypted.");
        }

        return video ? RebuildVideo(movie, entry, context) : RebuildAudio(movie, entry, tableVersion, context);
    }

    private static SampleEntry? RebuildVideo(ReadOnlySpan<byte> movie, IsoBox entry, ScrubContext context)
    {
        if (!VideoCodecs.TryGetValue(entry.Type, out var codec))
        {
            return null;
        }

        Require(entry.Length >= 78);
        var body = movie[entry.Body..entry.End];
        var width = BinaryPrimitives.ReadUInt16BigEndian(body[24..]);
        var height = BinaryPrimitives.ReadUInt16BigEndian(body[26..]);
        context.RequirePixels(width, height);
        if (body[42..74].ContainsAnyExcept((byte)0))
        {
            context.Removed.Add(RemovalKind.Software);
        }

        var depth = BinaryPrimitives.ReadUInt16BigEndian(body[74..]);
        var children = IsoBox.Children(movie, entry.Body + 78, entry.End, context);
        RefuseProtected(children);
        var writer = new BoxWriter();
        var type = entry.Type == FourCc.Of("dvh1") ? FourCc.Of("hvc1") : entry.Type == FourCc.Of("dvhe") ? FourCc.Of("hev1") : entry.Type;
        writer.Begin(type);
        writer.Zeros(6);
        writer.U16(1);

        // Threat: version, revision, vendor and qualities are 16 bytes that name the maker.
        if (context.Rules.Hold("mp4.vendor"))
        {
            writer.Zeros(16);
        }
        else
        {
            writer.Bytes(body[8..24]);
        }

        writer.U16(width);
        writer.U16(height);
        writer.U32(0x00480000);
        writer.U32(0x00480000);
        writer.U32(0);
        writer.U16(1);
        if (context.Rules.Hold("mp4.compressor"))
        {
            writer.Zeros(32);
        }
        else
        {
            writer.Bytes(body[42..74]);
        }

        writer.U16(depth is 32 or (> 32 and <= 40) or (>= 1 and <= 16) ? depth : 24);
        writer.U16(0xFFFF);
        var lengthSize = 4;
        switch (codec)
        {
            case SampleCodec.Avc:
                var avc = CodecConfiguration.Avc(Body(movie, IsoBox.Need(children, FourCc.Of("avcC"))), context, out lengthSize);
                Child(writer, "avcC", avc);
                break;
            case SampleCodec.Hevc:
                var hevc = CodecConfiguration.Hevc(Body(movie, IsoBox.Need(children, FourCc.Of("hvcC"))), context, out lengthSize);
                Child(writer, "hvcC", hevc);
                break;
            case SampleCodec.Av1:
                Child(writer, "av1C", CodecConfiguration.Av1(Body(movie, IsoBox.Need(children, FourCc.Of("av1C")))));
                break;
            case SampleCodec.Mpeg4Visual:
                codec = WriteElementary(movie, children, writer, true, context);
                break;
            case SampleCodec.H263:
                // TS 26.244: vendor (4), decoder version, level, profile.
                if (IsoBox.Find(children, FourCc.Of("d263")) is { Length: >= 7 } d263)
                {
                    writer.Begin("d263");
                    writer.Zeros(5);
                    writer.Bytes(movie.Slice(d263.Body + 5, 2));
                    writer.End();
                }

                break;
        }

        if (IsoBox.Find(children, FourCc.Of("vpcC")) is { Length: >= 12 } vpcC)
        {
            writer.Begin("vpcC");
            writer.Bytes(movie.Slice(vpcC.Body, 10));
            writer.U16(0);
            writer.End();
        }

        foreach (var child in children)
        {
            if (child.Type == FourCc.Of("colr"))
            {
                WriteColour(movie, child, writer, context);
            }
            else if (child.Type == FourCc.Of("pasp") && child.Length == 8 || child.Type == FourCc.Of("fiel") && child.Length == 2
                || child.Type == FourCc.Of("clap") && child.Length == 32)
            {
                writer.Begin(child.Type);
                writer.Bytes(Body(movie, child));
                writer.End();
            }
        }

        writer.End();
        return new SampleEntry(writer.Written.ToArray(), new SampleCleaner(codec, lengthSize), default, false);
    }

    private static void WriteColour(ReadOnlySpan<byte> movie, IsoBox colr, BoxWriter writer, ScrubContext context)
    {
        var body = Body(movie, colr);
        var coded = body.Length >= 4 ? BinaryPrimitives.ReadUInt32BigEndian(body) : 0;

        // Threat: an embedded colour profile names the device and the day it was made. Only the code points stay.
        if (coded == FourCc.Of("nclx") && body.Length >= 11)
        {
            writer.Begin("colr");
            writer.Bytes(body[..10]);
            writer.U8(body[10] & 0x80);
            writer.End();
        }
        else if (coded == FourCc.Of("nclc") && body.Length >= 10)
        {
            writer.Begin("colr");
            writer.Bytes(body[..10]);
            writer.End();
        }
        else
        {
            context.Removed.Add(RemovalKind.Device);
        }
    }

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

    private static SampleCodec WriteElementary(ReadOnlySpan<byte> movie, List<IsoBox> children, BoxWriter writer, bool video, ScrubContext context)
    {
        var esds = ElementaryDescriptor.Parse(Body(movie, IsoBox.Need(children, FourCc.Of("esds"))), video, context);
        Child(writer, "esds", esds.Rebuilt);
        return esds.Codec;
    }

    private static void RefuseProtected(List<IsoBox> children)
    {
        if (children.Exists(b => b.Type == FourCc.Of("sinf")))
        {
            throw new RefusedException(RefusalCode.Encrypted, "A track is encrypted.");
        }
    }

    private static void Child(BoxWriter writer, string type, ReadOnlySpan<byte> body)
    {
        writer.Begin(type);
        writer.Bytes(body);
        writer.End();
    }

    private static ReadOnlySpan<byte> Body(ReadOnlySpan<byte> movie, IsoBox box) => movie[box.Body..box.End];

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw RefusedException.Damaged("A sample description is too short.");
        }
    }
}

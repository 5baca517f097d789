using System.Buffers.Binary;
using ReportingService.Scrubbing.InStream;
using ReportingService.Scrubbing.IsoBmff;

namespace ReportingService.Scrubbing.Formats.Mp4;

internal static partial class SampleEntryRebuilder
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
        [FourCc.Of("m2v1")] = SampleCodec.Mpeg4Visual,
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
            case SampleCodec.Mpeg4Visual when type == FourCc.Of("mp4v"):
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
}

using ReportingService.Scrubbing.Formats.Flac;
using ReportingService.Scrubbing.Formats.Mp4;
using ReportingService.Scrubbing.Formats.Ogg;
using ReportingService.Scrubbing.InStream;

namespace ReportingService.Scrubbing.Formats.Matroska;

/// <summary>A kept track: its number, how its frames are cleaned, and its rebuilt entry.</summary>
internal sealed record MatroskaTrack(ulong Number, bool Video, SampleCleaner Cleaner, byte[] Stripped, byte[] Entry)
{
    private static readonly Dictionary<string, SampleCodec> Codecs = new()
    {
        ["V_MPEG4/ISO/AVC"] = SampleCodec.Avc,
        ["V_MPEGH/ISO/HEVC"] = SampleCodec.Hevc,
        ["V_AV1"] = SampleCodec.Av1,
        ["V_VP8"] = SampleCodec.Opaque,
        ["V_VP9"] = SampleCodec.Opaque,
        ["V_MPEG4/ISO/ASP"] = SampleCodec.Mpeg4Visual,
        ["V_MPEG4/ISO/SP"] = SampleCodec.Mpeg4Visual,
        ["V_MPEG4/ISO/AP"] = SampleCodec.Mpeg4Visual,
        ["V_MPEG1"] = SampleCodec.Mpeg4Visual,
        ["V_MPEG2"] = SampleCodec.Mpeg4Visual,
        ["V_MJPEG"] = SampleCodec.Jpeg,
        ["A_AAC"] = SampleCodec.Aac,
        ["A_OPUS"] = SampleCodec.Opaque,
        ["A_VORBIS"] = SampleCodec.Opaque,
        ["A_FLAC"] = SampleCodec.Opaque,
        ["A_ALAC"] = SampleCodec.Aac,
        ["A_AC3"] = SampleCodec.Opaque,
        ["A_EAC3"] = SampleCodec.Opaque,
        ["A_DTS"] = SampleCodec.Opaque,
        ["A_MPEG/L3"] = SampleCodec.MpegAudio,
        ["A_MPEG/L2"] = SampleCodec.Opaque,
        ["A_PCM/INT/LIT"] = SampleCodec.Opaque,
        ["A_PCM/INT/BIG"] = SampleCodec.Opaque,
        ["A_PCM/FLOAT/IEEE"] = SampleCodec.Opaque,
    };

    /// <summary>The track, or null when it is neither picture nor sound.</summary>
    public static MatroskaTrack? Parse(byte[] data, EbmlElement entry, ScrubContext context)
    {
        var children = EbmlElement.Children(data, entry.Body, entry.End, context);
        foreach (var child in children)
        {
            if (child.Id is 0x536E or 0x258688 or 0x3A9697)
            {
                context.Removed.Add(RemovalKind.Software);
            }
        }

        var type = NumberOf(data, children, EbmlId.TrackType);
        var number = NumberOf(data, children, EbmlId.TrackNumber);
        if (type is not (1 or 2))
        {
            // Threat: subtitles, buttons and timed metadata say where and when.
            context.Removed.Add(RemovalKind.Other);
            return null;
        }

        if (number is 0 or > 126)
        {
            throw RefusedException.Damaged("A track without number.");
        }

        var id = EbmlElement.Find(children, EbmlId.CodecId) is { } named ? System.Text.Encoding.ASCII.GetString(named.Bytes(data)).TrimEnd('\0') : "";
        id = id.StartsWith("A_AAC/", StringComparison.Ordinal) ? "A_AAC" : id;
        if (!Codecs.TryGetValue(id, out var codec))
        {
            throw RefusedException.NotSupported("A track is coded in a way that is not on the list.");
        }

        var stripped = Encodings(data, children, context, out var encodings);
        var source = EbmlElement.Find(children, EbmlId.CodecPrivate) is { } own ? own.Bytes(data).ToArray() : [];
        var lengthSize = 4;
        var config = Private(id, codec, source, context, ref lengthSize);
        var writer = new EbmlWriter();
        writer.Number(EbmlId.TrackNumber, number);
        writer.Number(EbmlId.TrackUid, number);
        writer.Binary(EbmlId.CodecId, System.Text.Encoding.ASCII.GetBytes(id));
        writer.Number(EbmlId.TrackType, type);
        writer.Number(EbmlId.FlagLacing, EbmlElement.Find(children, EbmlId.FlagLacing) is { } lacing ? lacing.Number(data) & 1 : 1);
        writer.Binary(EbmlId.Language, "und"u8);
        Copy(data, children, writer, EbmlId.DefaultDuration);
        Copy(data, children, writer, EbmlId.CodecDelay);
        Copy(data, children, writer, EbmlId.SeekPreRoll);
        if (config.Length > 0)
        {
            writer.Binary(EbmlId.CodecPrivate, config);
        }

        if (encodings is not null)
        {
            writer.Master(EbmlId.ContentEncodings, encodings);
        }

        if (type == 1 && EbmlElement.Find(children, EbmlId.Video) is { } video)
        {
            writer.Master(EbmlId.Video, Picture(data, video, context));
        }

        if (type == 2 && EbmlElement.Find(children, EbmlId.Audio) is { } audio)
        {
            writer.Master(EbmlId.Audio, Sound(data, audio, context));
        }

        return new MatroskaTrack(number, type == 1, new SampleCleaner(codec, lengthSize), stripped, writer.Written.ToArray());
    }

    private static byte[] Private(string id, SampleCodec codec, byte[] source, ScrubContext context, ref int lengthSize)
    {
        switch (id)
        {
            case "V_MPEG4/ISO/AVC":
                return CodecConfiguration.Avc(source, context, out lengthSize);
            case "V_MPEGH/ISO/HEVC":
                return CodecConfiguration.Hevc(source, context, out lengthSize);
            case "V_AV1":
                return source.Length == 0 ? source : CodecConfiguration.Av1(source);
            case "V_VP9":
                return source.Length <= 12 ? source : [];
            case "A_OPUS":
                Require(source.Length >= 19);
                return source[..(source[18] == 0 ? 19 : Math.Min(source.Length, 21 + source[9]))];
            case "A_VORBIS":
                return Vorbis(source, context);
            case "A_FLAC":
                Require(source.Length >= 42 && source.AsSpan(0, 4).SequenceEqual("fLaC"u8));
                return [.. "fLaC"u8, 0x80, 0, 0, 34, .. StreamInfo.Read(source.AsSpan(8, 34)).Raw];
            case "A_ALAC":
                Require(source.Length >= 24);
                return source[..24];
            default:
                Require(source.Length <= 4096);
                return codec is SampleCodec.Mpeg4Visual || (codec is SampleCodec.Aac && source.Length > 0)
                    ? ElementaryDescriptor.CleanConfig(source, codec, context) : [];
        }
    }

    // Three headers laced together; the comments in the middle become empty.
    private static byte[] Vorbis(byte[] source, ScrubContext context)
    {
        Require(source.Length > 3 && source[0] == 2);
        var at = 1;
        Span<int> sizes = stackalloc int[2];
        for (var i = 0; i < 2; i++)
        {
            byte b;
            do
            {
                Require(at < source.Length);
                b = source[at++];
                sizes[i] += b;
            }
            while (b == 255);
        }

        Require(sizes[0] == 30 && at + 30 + sizes[1] < source.Length);
        var comments = OggComments.Empty(OggKind.Vorbis);
        var setup = VorbisSetup.Cut(source[(at + 30 + sizes[1])..], source[at + 11], context);
        return [2, 30, (byte)comments.Length, .. source.AsSpan(at, 30), .. comments, .. setup];
    }

    private static byte[] Encodings(byte[] data, List<EbmlElement> children, ScrubContext context, out EbmlWriter? rebuilt)
    {
        rebuilt = null;
        if (EbmlElement.Find(children, EbmlId.ContentEncodings) is not { } encodings)
        {
            return [];
        }

        var list = EbmlElement.Children(data, encodings.Body, encodings.End, context).FindAll(e => e.Id == EbmlId.ContentEncoding);
        Require(list.Count == 1);
        var inside = EbmlElement.Children(data, list[0].Body, list[0].End, context);
        if (NumberOf(data, inside, EbmlId.ContentEncodingType) != 0 || EbmlElement.Find(inside, EbmlId.ContentEncryption) is not null)
        {
            throw new RefusedException(RefusalCode.Encrypted, "A track is encrypted.");
        }

        var compression = EbmlElement.Find(inside, EbmlId.ContentCompression) is { } c ? EbmlElement.Children(data, c.Body, c.End, context) : [];
        var scope = EbmlElement.Find(inside, EbmlId.ContentEncodingScope) is { } s ? s.Number(data) : 1;
        if (NumberOf(data, compression, EbmlId.ContentCompAlgo) != 3 || scope != 1)
        {
            throw RefusedException.NotSupported("A track with compressed frames.");
        }

        // Header stripping: the same first bytes were cut off every frame.
        var settings = EbmlElement.Find(compression, EbmlId.ContentCompSettings) is { } bytes ? bytes.Bytes(data).ToArray() : [];
        Require(settings.Length is > 0 and <= 8);
        var inner = new EbmlWriter();
        inner.Number(EbmlId.ContentCompAlgo, 3);
        inner.Binary(EbmlId.ContentCompSettings, settings);
        var encoding = new EbmlWriter();
        encoding.Number(EbmlId.ContentEncodingScope, 1);
        encoding.Number(EbmlId.ContentEncodingType, 0);
        encoding.Master(EbmlId.ContentCompression, inner);
        rebuilt = new EbmlWriter();
        rebuilt.Master(EbmlId.ContentEncoding, encoding);
        return settings;
    }

    private static EbmlWriter Picture(byte[] data, EbmlElement video, ScrubContext context)
    {
        var children = EbmlElement.Children(data, video.Body, video.End, context);
        var writer = new EbmlWriter();
        context.RequirePixels((long)Math.Min(NumberOf(data, children, 0xB0), int.MaxValue), (long)Math.Min(NumberOf(data, children, 0xBA), int.MaxValue));
        foreach (var id in EbmlId.VideoNumbers)
        {
            Copy(data, children, writer, id);
        }

        if (EbmlElement.Find(children, EbmlId.Colour) is { } colour)
        {
            var inside = EbmlElement.Children(data, colour.Body, colour.End, context);
            var numbers = new EbmlWriter();
            foreach (var id in EbmlId.ColourNumbers)
            {
                Copy(data, inside, numbers, id);
            }

            writer.Master(EbmlId.Colour, numbers);
        }

        return writer;
    }

    private static EbmlWriter Sound(byte[] data, EbmlElement audio, ScrubContext context)
    {
        var children = EbmlElement.Children(data, audio.Body, audio.End, context);
        var writer = new EbmlWriter();
        foreach (var id in (ReadOnlySpan<uint>)[EbmlId.SamplingFrequency, EbmlId.OutputSamplingFrequency])
        {
            if (EbmlElement.Find(children, id) is { } rate)
            {
                writer.Real(id, rate.Real(data));
            }
        }

        Copy(data, children, writer, EbmlId.Channels);
        Copy(data, children, writer, EbmlId.BitDepth);
        return writer;
    }

    private static void Copy(byte[] data, List<EbmlElement> children, EbmlWriter writer, uint id)
    {
        if (EbmlElement.Find(children, id) is { } element)
        {
            writer.Number(id, element.Number(data));
        }
    }

    private static ulong NumberOf(byte[] data, List<EbmlElement> children, uint id) =>
        EbmlElement.Find(children, id) is { } element ? element.Number(data) : 0;

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw RefusedException.Damaged("A track entry contradicts itself.");
        }
    }
}

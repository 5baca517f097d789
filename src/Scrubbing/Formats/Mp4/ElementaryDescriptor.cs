using ReportingService.Scrubbing.InStream;

namespace ReportingService.Scrubbing.Formats.Mp4;

/// <summary>ES_Descriptor (ISO/IEC 14496-1 7.2.6.5): object type and decoder configuration; all else is made constant.</summary>
internal static class ElementaryDescriptor
{
    private const int MostConfigBytes = 512;

    public static (byte[] Rebuilt, SampleCodec Codec) Parse(ReadOnlySpan<byte> body, bool video, ScrubContext context)
    {
        Require(body.Length >= 4);
        var es = Descriptor(body[4..], 3, out _);
        Require(es.Length >= 3);
        var flags = es[2];
        var skip = 3 + ((flags & 0x80) != 0 ? 2 : 0);
        if ((flags & 0x40) != 0)
        {
            Require(es.Length > skip);
            skip += 1 + es[skip];
        }

        skip += (flags & 0x20) != 0 ? 2 : 0;
        Require(es.Length > skip);
        var decoder = Descriptor(es[skip..], 4, out _);
        Require(decoder.Length >= 13);
        var objectType = decoder[0];
        var codec = Codec(objectType, video);
        byte[] config = [];
        if (decoder.Length > 13)
        {
            config = Descriptor(decoder[13..], 5, out _).ToArray();
            Require(config.Length <= MostConfigBytes);
            config = CleanConfig(config, codec, context);
        }

        var made = new List<byte>(64) { 0, 0, 0, 0 };
        var decoderLength = 13 + (config.Length > 0 ? 5 + config.Length : 0);
        Header(made, 3, 3 + 5 + decoderLength + 5 + 1);
        made.AddRange([0, 0, 0]);
        Header(made, 4, decoderLength);
        made.AddRange([objectType, (byte)(video ? 0x11 : 0x15), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        if (config.Length > 0)
        {
            Header(made, 5, config.Length);
            made.AddRange(config);
        }

        Header(made, 6, 1);
        made.Add(2);
        return ([.. made], codec);
    }

    /// <summary>Decoder configuration with user data and comments overwritten; also for Matroska's CodecPrivate.</summary>
    public static byte[] CleanConfig(byte[] config, SampleCodec codec, ScrubContext context)
    {
        if (codec == SampleCodec.Mpeg4Visual)
        {
            StartCodeCleaner.Clean(config, context);
        }
        else if (codec == SampleCodec.Aac)
        {
            CleanAudioConfig(config, context);
        }

        return config;
    }

    // AudioSpecificConfig (ISO/IEC 14496-3 1.6.2.1). Channel configuration 0 brings a program configuration with a comment.
    private static void CleanAudioConfig(byte[] config, ScrubContext context)
    {
        Require(config.Length >= 2);
        var bits = new BitCursor(config);
        var type = bits.Read(5);
        if (type == 31)
        {
            Require(bits.Left >= 6);
            type = 32 + bits.Read(6);
        }

        Require(bits.Left >= 32 || bits.Left >= 8);
        if (bits.Read(4) == 15)
        {
            Require(bits.Left >= 28);
            bits.Skip(24);
        }

        Require(bits.Left >= 4);
        var channels = bits.Read(4);
        if (channels == 0 && type is 1 or 2 or 3 or 4 && bits.Left >= 3)
        {
            bits.Skip(1);
            bits.Skip(bits.Read(1) == 1 ? 14 : 0);
            bits.Skip(1);
            Require(bits.Left > 0 && AacCleaner.CleanProgramConfig(ref bits, context));
            return;
        }

        // Threat: bytes behind a short configuration are read by nobody. Plain AAC never needs more than eight.
        Require(config.Length <= (type is 42 or 36 or > 32 ? MostConfigBytes : 16));
    }

    private static SampleCodec Codec(byte objectType, bool video) => objectType switch
    {
        0x20 or (>= 0x60 and <= 0x65) or 0x6A when video => SampleCodec.Mpeg4Visual,
        0x6C when video => SampleCodec.Jpeg,
        0x40 or 0x66 or 0x67 or 0x68 when !video => SampleCodec.Aac,
        0x69 or 0x6B when !video => SampleCodec.MpegAudio,
        0xA5 or 0xA6 when !video => SampleCodec.Opaque,
        _ => throw RefusedException.NotSupported("An elementary stream of a kind that is not on the list."),
    };

    private static ReadOnlySpan<byte> Descriptor(ReadOnlySpan<byte> data, byte tag, out int total)
    {
        Require(data.Length >= 2 && data[0] == tag);
        var length = 0;
        var at = 1;
        byte b;
        do
        {
            Require(at < data.Length && at < 5);
            b = data[at++];
            length = (length << 7) | (b & 0x7F);
        }
        while (b >= 0x80);

        // Some muxers declare one descriptor too long; never past the box.
        length = Math.Min(length, data.Length - at);
        total = at + length;
        return data.Slice(at, length);
    }

    private static void Header(List<byte> made, byte tag, int length) =>
        made.AddRange([tag, 0x80, 0x80, (byte)(0x80 | (length >> 7)), (byte)(length & 0x7F)]);

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw RefusedException.Damaged("A stream descriptor contradicts itself.");
        }
    }
}

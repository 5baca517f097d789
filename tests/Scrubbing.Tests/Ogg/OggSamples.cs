using ReportingService.Scrubbing.Formats.Ogg;

namespace ReportingService.Scrubbing.Tests;

/// <summary>Small Ogg files.</summary>
internal static class OggSamples
{
    private static readonly byte[] Head = [.. "OpusHead"u8, 1, 1, 0, 1, 0x80, 0xBB, 0, 0, 0, 0, 0];
    private static readonly byte[] Tags = [.. "OpusTags"u8, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly byte[] NoComments = [3, .. "vorbis"u8, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    private static readonly byte[] Sound = [0xFC, 1, 2, 3, 4, 5];

    public static MediaSamples Format { get; } = new(
        "ogg", MediaFormat.Opus, Build(Tags), ["ogg.opus-padding", "ogg.comments", "ogg.setup-tail"], Places(),
        [
            Vorbis(NoComments),
            Flac(),
        ]);

    private static byte[] Page(byte flags, uint serial, uint number, params byte[][] packets)
    {
        var lacing = packets.SelectMany(p => Enumerable.Repeat((byte)255, p.Length / 255).Append((byte)(p.Length % 255))).ToArray();
        return new OggPage { Flags = flags, Granule = number * 960, Serial = serial, Lacing = lacing, Body = [.. packets.SelectMany(p => p)] }.Write(serial, number);
    }

    private static byte[] Build(byte[] tags, byte[]? between = null, byte[]? sound = null, byte[]? first = null, byte[]? after = null) =>
    [
        .. Page(2, 0xCAFE, 0, Head), .. first ?? [], .. Page(0, 0xCAFE, 1, tags), .. between ?? [],
        .. Page(0, 0xCAFE, 2, Sound, sound ?? Sound), .. Page(4, 0xCAFE, 3, Sound), .. after ?? [],
    ];

    private static byte[] Vorbis(byte[] comments, byte[]? packet = null, byte[]? behindSetup = null) =>
    [
        .. Page(2, 9, 0, [1, .. "vorbis"u8, 0, 0, 0, 0, 1, .. new byte[18]]), .. Page(0, 9, 1, comments, [5, .. "vorbis"u8, .. Setup(), .. behindSetup ?? []]),
        .. packet is null ? Page(4, 9, 2, [0x10, 1, 2]) : Page(4, 9, 2, [0x10, 1, 2], packet),
    ];

    // One codebook, time, floor, residue, mapping and mode, each as small as the specification allows; then the framing bit.
    private static byte[] Setup()
    {
        (int Value, int Bits)[] fields =
        [
            (0, 8), (0x564342, 24), (1, 16), (2, 24), (0, 2), (0, 10), (0, 4),
            (0, 6), (0, 16),
            (0, 6), (1, 16), (0, 5), (0, 2), (0, 4),
            (0, 6), (0, 16), (0, 72), (0, 6), (0, 8), (0, 4),
            (0, 6), (0, 16), (0, 4), (0, 24),
            (0, 6), (0, 41),
            (1, 1),
        ];
        var bytes = new byte[(fields.Sum(field => field.Bits) + 7) / 8];
        var at = 0;
        foreach (var (value, bits) in fields)
        {
            for (var bit = 0; bit < bits; bit++, at++)
            {
                bytes[at >> 3] |= (byte)((bit < 32 ? (value >> bit) & 1 : 0) << (at & 7));
            }
        }

        return bytes;
    }

    private static byte[] Flac() =>
    [
        .. Page(2, 5, 0, [0x7F, .. "FLAC"u8, 1, 0, 0, 1, .. "fLaC"u8, 0, 0, 0, 34, .. FlacSamples.Info]), .. Page(0, 5, 1, [0x84, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0]),
        .. Page(4, 5, 2, [0xFF, 0xF8, 1, 2, 3]),
    ];

    private static HidingPlace[] Places() =>
    [
        new("vendor", "ogg.comments", s => Build([.. "OpusTags"u8, .. Bytes.Little32(s.Length), .. s, 0, 0, 0, 0])),
        new("comment", "ogg.comments", s => Build([.. Tags[..12], 1, 0, 0, 0, .. Bytes.Little32(s.Length), .. s])),
        new("behind the comments", "ogg.comments", s => Build([.. Tags, .. s])),
        new("skeleton", "", s => Build(Tags, first: [.. Page(2, 77, 0, [.. "fishead\0"u8, .. s]), .. Page(0, 77, 1, s)])),
        new("second sound", "", s => Build(Tags, first: [.. Page(2, 78, 0, Head), .. Page(0, 78, 1, s)])),
        new("between pages", "", s => Build(Tags, between: s)),
        new("comments among the sound", "", s => Build(Tags, between: Page(0, 0xCAFE, 9, [.. "OpusTags"u8, .. s]))),
        new("padding", "ogg.opus-padding", s => Build(Tags, sound: [0xFF, 0x41, (byte)s.Length, 9, 9, .. s])) { SameAsPlain = false },
        new("behind", "", s => Build(Tags, after: s)),
        new("vorbis vendor", "", s => Vorbis([3, .. "vorbis"u8, .. Bytes.Little32(s.Length), .. s, 0, 0, 0, 0, 1])) { SameAsPlain = false },
        new("behind the vorbis set-up", "ogg.setup-tail", s => Vorbis(NoComments, behindSetup: s)) { SameAsPlain = false },
        new("vorbis packet that is no sound", "", s => Vorbis(NoComments, [3, .. s])) { SameAsPlain = false },
    ];
}

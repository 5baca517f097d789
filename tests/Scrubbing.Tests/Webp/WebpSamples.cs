using ReportingService.Scrubbing.Formats.Webp;

namespace ReportingService.Scrubbing.Tests;

/// <summary>WebP files with a picture header and stand-in picture data, and every place where a secret can stand.</summary>
internal static class WebpSamples
{
    private static readonly byte[] Picture = [0x10, 2, 0, 0x9D, 0x01, 0x2A, 20, 0, 12, 0, 1, 2, 3, 4, 5];

    public static PictureFormat Format { get; } = new("webp", MediaFormat.Webp, Build(), WebpRules.Every, Places(),
        [File([.. Chunk("VP8 ", Picture)]), Animated([]), Build(after: Chunk("EXIF", Bytes.Exif([1, 2, 3], 3)))]);

    private static byte[] Chunk(string name, byte[] body, byte pad = 0) =>
        [.. Bytes.Latin(name), .. Bytes.Little32(body.Length), .. body, .. body.Length % 2 == 1 ? new[] { pad } : []];

    private static byte[] File(byte[] chunks) => [.. "RIFF"u8, .. Bytes.Little32(chunks.Length + 4), .. "WEBP"u8, .. chunks];

    private static byte[] Build(byte[]? before = null, byte[]? after = null, byte pad = 0, byte reserved = 0, byte flags = 0x2C) => File(
        [.. Chunk("VP8X", [flags, reserved, 0, 0, 19, 0, 0, 11, 0, 0]), .. before ?? [], .. Chunk("VP8 ", Picture, pad), .. after ?? []]);

    private static byte[] Animated(byte[] insideFrame) => File(
        [
            .. Chunk("VP8X", [2, 0, 0, 0, 19, 0, 0, 11, 0, 0]), .. Chunk("ANIM", new byte[6]),
            .. Chunk("ANMF", [0, 0, 0, 0, 0, 0, 19, 0, 0, 11, 0, 0, 9, 0, 0, 0, .. Chunk("VP8 ", Picture), .. insideFrame]),
        ]);

    private static HidingPlace[] Places() =>
    [
        new("Exif", WebpRules.Exif, s => Build(after: Chunk("EXIF", Bytes.Exif(s)))),
        new("XMP", WebpRules.Xmp, s => Build(after: Chunk("XMP ", s))),
        new("colour profile", WebpRules.Icc, s => Build(before: Chunk("ICCP", [.. new byte[132], .. s]))),
        new("unknown chunk", WebpRules.Unknown, s => Build(before: Chunk("JUNK", s))),
        new("second picture", WebpRules.Unknown, s => Build(after: Chunk("VP8 ", [.. Picture, .. s]))),
        new("frames of a still", WebpRules.Unknown, s => Build(after: Chunk("ANMF", [.. new byte[16], .. s]))),
        new("inside a frame", WebpRules.FrameUnknown, s => Animated(Chunk("XMP ", s))) { SameAsPlain = false },
        new("padding byte", WebpRules.Padding, s => Build(pad: 0x55, after: Chunk("XMP ", s))),
        new("reserved bits", WebpRules.ReservedBits, s => Build(reserved: 0x55, after: Chunk("XMP ", s))),
        new("behind the end", WebpRules.Trailer, s => [.. Build(), .. s]),
    ];
}

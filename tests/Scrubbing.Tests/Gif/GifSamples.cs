using ReportingService.Scrubbing.Formats.Gif;

namespace ReportingService.Scrubbing.Tests;

/// <summary>Small valid GIF files and every place of theirs where a secret can stand.</summary>
internal static class GifSamples
{
    public static PictureFormat Format { get; } = new("gif", MediaFormat.Gif, Build(), GifRules.Every, Places(), [Build(head: [0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, 5, 0, 0])]) { Beginning = Beginning };

    /// <summary>Everything up to the codes of the picture, then the codes without their end, whatever the sub-blocks are.</summary>
    private static byte[] Beginning(byte[] output)
    {
        var at = 13 + Table(output[10]);
        while (output[at] == 0x21)
        {
            for (at += 2; output[at] > 0;)
            {
                at += 1 + output[at];
            }

            at++;
        }

        var head = at + 11 + Table(output[at + 9]);
        var codes = new List<byte>();
        for (at = head; output[at] > 0; at += 1 + output[at])
        {
            codes.AddRange(output.AsSpan(at + 1, output[at]));
        }

        return [.. output[..head], .. codes.Take(codes.Count - 3)];
    }

    private static int Table(byte packed) => (packed & 0x80) == 0 ? 0 : 3 << ((packed & 7) + 1);

    private static byte[] Blocks(byte[] body) =>
        [.. body.Chunk(255).SelectMany(part => new[] { (byte)part.Length }.Concat(part)), 0];

    private static byte[] Build(byte[]? head = null, byte[]? afterPicture = null, byte[]? trailer = null, byte control = 4) =>
    [
        .. "GIF89a"u8, 16, 0, 8, 0, 0x91, 0, 0, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255,
        .. head ?? [],
        0x21, 0xF9, 4, control, 9, 0, 0, 0,
        0x2C, 0, 0, 0, 0, 16, 0, 8, 0, 0, 2, .. Blocks([.. Pixels(), .. afterPicture ?? []]),
        0x3B, .. trailer ?? [],
    ];

    // Codes of three bits; a clear code before the width would grow.
    private static byte[] Pixels()
    {
        var dice = new Dice(5);
        var codes = new List<int>();
        for (var pixel = 0; pixel < 16 * 8; pixel++)
        {
            if (pixel % 2 == 0)
            {
                codes.Add(4);
            }

            codes.Add(dice.Next(4));
        }

        codes.Add(5);
        var bits = codes.SelectMany(code => Enumerable.Range(0, 3).Select(i => (code >> i) & 1)).ToArray();
        return [.. bits.Chunk(8).Select(part => (byte)part.Select((bit, i) => bit << i).Sum())];
    }

    private static HidingPlace[] Places() =>
    [
        new("comment", GifRules.Comments, s => Build(head: [0x21, 0xFE, .. Blocks(s)])),
        new("plain text", GifRules.PlainText, s => Build(head: [0x21, 0x01, 12, .. new byte[12], .. Blocks(s)])),
        new("XMP", GifRules.Applications, s => Build(head: [0x21, 0xFF, 11, .. "XMP DataXMP"u8, .. Blocks(s)])),
        new("colour profile", GifRules.Applications, s => Build(head: [0x21, 0xFF, 11, .. "ICCRGBG1012"u8, .. Blocks(s)])),
        new("unknown extension", GifRules.UnknownExtensions, s => Build(head: [0x21, 0x77, .. Blocks(s)])),
        new("behind the end code", GifRules.AfterPicture, s => Build(afterPicture: s)),
        new("reserved bits", GifRules.ReservedBits, s => Build(head: [0x21, 0xFE, .. Blocks(s)], control: 0xE4)),
        new("behind the end", GifRules.Trailer, s => Build(trailer: s)),
    ];
}

namespace ReportingService.Scrubbing.Tests;

/// <summary>Small FLAC files of constant and verbatim frames.</summary>
internal static class FlacSamples
{
    public static MediaSamples Format { get; } = new("flac", MediaFormat.Flac, Build(), ["flac.blocks"], Places(), [Build(frames: 5)]);

    public static byte[] Info => [0, 192, 0, 192, 0, 0, 0, 0, 0, 0, 0x01, 0xF4, 0x00, 0x70, 0, 0, 0, 0, .. new byte[16]];

    public static byte[] Build(byte[]? blocks = null, byte[]? between = null, byte[]? after = null, byte[]? before = null, int frames = 3)
    {
        var last = blocks is null;
        var all = Enumerable.Range(0, frames).Select(Frame).ToArray();
        return [.. before ?? [], .. "fLaC"u8, (byte)(last ? 0x80 : 0), 0, 0, 34, .. Info, .. blocks ?? [], .. all[0], .. between ?? [], .. all.Skip(1).SelectMany(f => f), .. after ?? []];
    }

    public static byte[] Block(int type, byte[] body) => [(byte)(0x80 | type), .. Bytes.Big32(body.Length)[1..], .. body];

    // Block size 192, 8 kHz, mono, eight bits; odd frames verbatim, even ones constant.
    private static byte[] Frame(int number)
    {
        byte[] head = [0xFF, 0xF8, 0x14, 0x02, (byte)number];
        byte[] sound = number % 2 == 0 ? [0x00, (byte)number] : [0x02, .. Enumerable.Range(0, 192).Select(i => (byte)(i + number))];
        byte[] frame = [.. head, (byte)Crc(head, 8, 0x07), .. sound];
        var crc = Crc(frame, 16, 0x8005);
        return [.. frame, (byte)(crc >> 8), (byte)crc];
    }

    private static int Crc(byte[] bytes, int width, int polynomial)
    {
        var crc = 0;
        foreach (var b in bytes)
        {
            crc ^= b << (width - 8);
            for (var i = 0; i < 8; i++)
            {
                crc = ((crc >> (width - 1)) & 1) != 0 ? (crc << 1) ^ polynomial : crc << 1;
            }

            crc &= (1 << width) - 1;
        }

        return crc;
    }

    private static HidingPlace[] Places() =>
    [
        new("padding", "flac.blocks", s => Build(Block(1, s))),
        new("application", "flac.blocks", s => Build(Block(2, s))),
        new("seek table", "flac.blocks", s => Build(Block(3, s))),
        new("comments", "flac.blocks", s => Build(Block(4, [.. Bytes.Little32(s.Length), .. s, 0, 0, 0, 0]))),
        new("cue sheet", "flac.blocks", s => Build(Block(5, s))),
        new("picture", "flac.blocks", s => Build(Block(6, s))),
        new("unknown block", "flac.blocks", s => Build(Block(77, s))),
        new("between frames", "", s => Build(between: s)),
        new("behind", "", s => Build(after: [.. "TAG"u8, .. s, .. new byte[125 - s.Length]])),
        new("ID3 before", "", s => Build(before: [.. "ID3"u8, 4, 0, 0, 0, 0, 0, (byte)s.Length, .. s])),
    ];
}

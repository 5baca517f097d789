namespace ReportingService.Scrubbing.Tests;

/// <summary>Small Matroska files made element by element.</summary>
internal static class MatroskaSamples
{
    private static readonly byte[] Avc = [1, 66, 0, 30, 0xFF, 0xE1, 0, 4, 0x67, 66, 0, 30, 1, 0, 3, 0x68, 0xCE, 0x3C];

    public static MediaSamples Format { get; } = new(
        "matroska", MediaFormat.Matroska, new Document().Build(), ["stream.sei", "matroska.elements"], Places(), [new Document { Open = true }.Build(), new Document { Group = true }.Build()]);

    public static byte[] Element(uint id, params byte[][] parts)
    {
        var body = parts.SelectMany(p => p).ToArray();
        var idBytes = Bytes.Big32(id).SkipWhile(b => b == 0).ToArray();
        return [.. idBytes, 0x10 | 0, .. Bytes.Big32(body.Length)[1..], .. body];
    }

    private static HidingPlace[] Places() =>
    [
        new("title", "", s => new Document { InInfo = Element(0x7BA9, s) }.Build()),
        new("writing program", "", s => new Document { InInfo = Element(0x5741, s) }.Build()),
        new("muxing program", "", s => new Document { InInfo = Element(0x4D80, s) }.Build()),
        new("segment identifier", "", s => new Document { InInfo = Element(0x73A4, s) }.Build()),
        new("segment file name", "", s => new Document { InInfo = Element(0x7384, s) }.Build()),
        new("track name", "", s => new Document { InTrack = Element(0x536E, s) }.Build()),
        new("codec name", "", s => new Document { InTrack = Element(0x258688, s) }.Build()),
        new("unknown in track", "", s => new Document { InTrack = Element(0x55EE, s) }.Build()),
        new("mastering data", "", s => new Document { InVideo = Element(0x55B0, Element(0x55D0, s)) }.Build()) { SameAsPlain = false },
        new("projection", "", s => new Document { InVideo = Element(0x7670, s) }.Build()),
        new("tags", "matroska.elements", s => new Document { Before = Element(0x1254C367, s) }.Build()),
        new("attachment", "matroska.elements", s => new Document { Before = Element(0x1941A469, s) }.Build()),
        new("chapters", "matroska.elements", s => new Document { Before = Element(0x1043A770, s) }.Build()),
        new("void", "matroska.elements", s => new Document { Before = Element(0xEC, s) }.Build()),
        new("seek head", "matroska.elements", s => new Document { Before = Element(0x114D9B74, s) }.Build()),
        new("cues", "", s => new Document { After = Element(0x1C53BB6B, s) }.Build()),
        new("tags behind", "matroska.elements", s => new Document { After = Element(0x1254C367, s) }.Build()),
        new("unknown in cluster", "", s => new Document { InCluster = Element(0x5854, s) }.Build()),
        new("subtitles", "", s => new Document { InCluster = Element(0xA3, [0x83, 0, 0, 0x80], s) }.Build()),
        new("block additions", "", s => new Document { Group = true, InGroup = Element(0x75A1, s) }.Build()) { SameAsPlain = false },
        new("supplemental information", "stream.sei", s => new Document { Sei = [6, 5, (byte)(16 + s.Length), .. new byte[16], .. s, 0x80] }.Build()) { SameAsPlain = false },
        new("private data", "", s => new Document { Private = [.. Avc, .. s] }.Build()),
        new("bytes behind", "", s => [.. new Document().Build(), 0xFF, .. s]),
    ];

    internal sealed class Document
    {
        public byte[] InInfo { get; init; } = [];
        public byte[] InTrack { get; init; } = [];
        public byte[] InVideo { get; init; } = [];
        public byte[] InCluster { get; init; } = [];
        public byte[] InGroup { get; init; } = [];
        public byte[] Before { get; init; } = [];
        public byte[] After { get; init; } = [];
        public byte[] Sei { get; init; } = [];
        public byte[] Private { get; init; } = Avc;
        public bool Open { get; init; }
        public bool Group { get; init; }

        public byte[] Build()
        {
            var head = Element(0x1A45DFA3, Element(0x4282, "matroska"u8.ToArray()));
            var info = Element(0x1549A966, Element(0x2AD7B1, [0x0F, 0x42, 0x40]), Element(0x4489, [0x42, 0xA0, 0, 0]), InInfo);
            var tracks = Element(0x1654AE6B,
                Element(0xAE, Element(0xD7, [1]), Element(0x73C5, [77]), Element(0x83, [1]), Element(0x86, "V_MPEG4/ISO/AVC"u8.ToArray()), Element(0x63A2, Private),
                    Element(0xE0, Element(0xB0, [16]), Element(0xBA, [16]), InVideo), InTrack),
                Element(0xAE, Element(0xD7, [2]), Element(0x83, [2]), Element(0x86, "A_OPUS"u8.ToArray()), Element(0x63A2, [.. "OpusHead"u8, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
                    Element(0xE1, Element(0xB5, [0x47, 0x3B, 0x80, 0]), Element(0x9F, [1]))),
                Element(0xAE, Element(0xD7, [3]), Element(0x83, [0x11]), Element(0x86, "S_TEXT/UTF8"u8.ToArray())));
            byte[] frame = [.. Sei.Length > 0 ? [.. Bytes.Big32(Sei.Length), .. Sei] : (byte[])[], 0, 0, 0, 5, 0x65, 0x88, 0x84, 0x21, 0xA0];
            byte[] block = [0x81, 0, 0, (byte)(Group ? 0 : 0x80), .. frame];
            byte[] media = [.. Element(0xE7, [0]), .. Group ? Element(0xA0, Element(0xA1, block), Element(0x9B, [40]), InGroup) : Element(0xA3, block),
                .. Element(0xA3, [0x82, 0, 0, 0x80, 0xFC, 1, 2, 3]), .. InCluster];
            if (Open)
            {
                byte[] open = [0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
                return [.. head, 0x18, 0x53, 0x80, 0x67, .. open, .. info, .. tracks, .. Before, 0x1F, 0x43, 0xB6, 0x75, .. open, .. media,
                    0x1F, 0x43, 0xB6, 0x75, .. open, .. Element(0xE7, [80]), .. Element(0xA3, block)];
            }

            return [.. head, .. Element(0x18538067, info, Before, tracks, Element(0x1F43B675, media), After)];
        }
    }
}

using System.Text;

namespace ReportingService.Scrubbing.Tests;

/// <summary>Small MP4 files made box by box, and every place of theirs where a secret can stand.</summary>
internal static class Mp4Samples
{
    private static readonly byte[] Avc = [1, 66, 0, 30, 0xFF, 0xE1, 0, 4, 0x67, 66, 0, 30, 1, 0, 3, 0x68, 0xCE, 0x3C];

    public static MediaSamples Format { get; } = new(
        "mp4",
        MediaFormat.Mp4,
        new Movie().Build(),
        ["mp4.boxes", "mp4.unreferenced", "mp4.compressor", "mp4.vendor", "mp4.hidden-footage", "stream.sei", "stream.aac"],
        Places(),
        [
            new Movie { MediaFirst = true }.Build(),
            new Movie { MediaFirst = true, WideSizes = true }.Build(),
            new Movie { Fragmented = true }.Build(),
            new Movie { OpenMedia = true }.Build(),
        ]);

    public static byte[] Box(string type, params byte[][] parts)
    {
        var body = parts.SelectMany(p => p).ToArray();
        return [.. Bytes.Big32(body.Length + 8), .. Bytes.Latin(type), .. body];
    }

    public static byte[] Full(string type, uint flags, params byte[][] parts) => Box(type, [Bytes.Big32(flags), .. parts]);

    private static HidingPlace[] Places()
    {
        var places = new List<HidingPlace>
        {
            new("user data", "", s => new Movie { InMovie = Box("udta", Box("\u00A9xyz", s)) }.Build()),
            new("movie metadata", "", s => new Movie { InMovie = Box("meta", s) }.Build()),
            new("object descriptor", "", s => new Movie { InMovie = Box("iods", s) }.Build()),
            new("track user data", "", s => new Movie { InTrack = Box("udta", Box("name", s)) }.Build()),
            new("track identifier", "", s => new Movie { InTrack = Box("uuid", s) }.Build()),
            new("media extra", "", s => new Movie { InMedia = Box("udta", s) }.Build()),
            new("sample group", "", s => new Movie { InTable = Box("sgpd", s) }.Build()),
            new("table padding", "", s => new Movie { InTable = Box("free", s) }.Build()),
            new("sample entry extra", "", s => new Movie { InEntry = Box("xtra", s) }.Build()),
            new("colour profile", "", s => new Movie { InEntry = Box("colr", "prof"u8.ToArray(), s) }.Build()),
            new("handler name", "", s => new Movie { Handler = s }.Build()),
            new("compressor name", "mp4.compressor", s => new Movie { Compressor = s[..Math.Min(31, s.Length)] }.Build()),
            new("vendor", "mp4.vendor", s => new Movie { Vendor = s[..Math.Min(16, s.Length)] }.Build()),
            new("data reference", "", s => new Movie { Reference = s }.Build()),
            new("between samples", "mp4.unreferenced", s => new Movie { Gap = s }.Build()),
            new("behind samples", "", s => new Movie { MediaTail = s }.Build()),
            new("text track", "", s => new Movie { ThirdTrack = s }.Build()),
            new("file type brands", "", s => new Movie { Brands = [.. s, .. new byte[(4 - s.Length % 4) % 4]] }.Build()),
            new("identifier box", "mp4.boxes", s => new Movie { Before = Box("uuid", new byte[16], s) }.Build()),
            new("padding box", "mp4.boxes", s => new Movie { Before = Box("free", s) }.Build()),
            new("unknown box", "mp4.boxes", s => new Movie { Before = Box("abcd", s) }.Build()),
            new("box behind", "mp4.boxes", s => new Movie { After = Box("skip", s) }.Build()),
            new("bytes behind", "", s => new Movie { After = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, .. s, .. new byte[16]] }.Build()),
            new("supplemental information", "stream.sei", s => new Movie { Sei = [6, 5, (byte)(16 + s.Length), .. new byte[16], .. s, 0x80] }.Build()) { SameAsPlain = false },
            new("supplemental information beside recovery point", "stream.sei", s => new Movie { Sei = [6, 6, 1, 0xC4, 5, (byte)s.Length, .. s, 0x80] }.Build()) { SameAsPlain = false },
            new("unspecified unit", "stream.sei", s => new Movie { Sei = [30, .. s] }.Build()) { SameAsPlain = false },
            new("filler unit", "stream.sei", s => new Movie { Sei = [12, .. s] }.Build()) { SameAsPlain = false },
            new("configuration unit", "", s => new Movie { ConfigurationTail = [.. Bytes.Big16(s.Length + 1), 6, .. s] }.Build()),
            new("sound data element", "stream.aac", s => new Movie { Sound = [0x81, 0x00, .. DataElement(s)] }.Build()) { SameAsPlain = false },
            new("sound fill element", "stream.aac", s => new Movie { Sound = FillElement(s) }.Build()) { SameAsPlain = false },
            new("hidden footage", "mp4.hidden-footage", s => new Movie { HiddenSample = s }.Build()) { SameAsPlain = false },
            new("fragment extra", "", s => new Movie { Fragmented = true, InFragment = Box("uuid", s) }.Build()) { SameAsPlain = false },
            new("between fragment samples", "", s => new Movie { Fragmented = true, Gap = s }.Build()) { SameAsPlain = false },
            new("fragment index", "", s => new Movie { Fragmented = true, Before = Box("sidx", s) }.Build()) { SameAsPlain = false },
        };
        return [.. places];
    }

    // id 4, tag 0, aligned, count: the bytes begin on a byte boundary after sixteen bits.
    private static byte[] DataElement(byte[] s)
    {
        var bits = 0b100_0000_1_00000000 | s.Length;
        return [(byte)(bits >> 8), (byte)bits, .. s];
    }

    // id 6, count 15, escape, extension type 0 and alignment: the way encoders sign.
    private static byte[] FillElement(byte[] s)
    {
        var count = s.Length + 3;
        var bits = (0b110_1111u << 8 | (uint)(count - 14)) << 1;
        return [(byte)(bits >> 8), (byte)bits, 0, 0, .. s, 0, 0, 0, 0];
    }

    /// <summary>One movie with a picture track and a sound track, and everything that may be put into it.</summary>
    internal sealed class Movie
    {
        public byte[] Before { get; init; } = [];
        public byte[] After { get; init; } = [];
        public byte[] InMovie { get; init; } = [];
        public byte[] InTrack { get; init; } = [];
        public byte[] InMedia { get; init; } = [];
        public byte[] InTable { get; init; } = [];
        public byte[] InEntry { get; init; } = [];
        public byte[] InFragment { get; init; } = [];
        public byte[] Handler { get; init; } = [];
        public byte[] Compressor { get; init; } = [];
        public byte[] Vendor { get; init; } = [];
        public byte[] Reference { get; init; } = [];
        public byte[] Gap { get; init; } = [];
        public byte[] MediaTail { get; init; } = [];
        public byte[] Brands { get; init; } = [];
        public byte[] Sei { get; init; } = [];
        public byte[] Sound { get; init; } = [0x21, 0x10, 0x05, 0x20];
        public byte[] ConfigurationTail { get; init; } = [];
        public byte[]? ThirdTrack { get; init; }
        public byte[]? HiddenSample { get; init; }
        public bool MediaFirst { get; init; }
        public bool OpenMedia { get; init; }
        public bool WideSizes { get; init; }
        public bool Fragmented { get; init; }
        public uint Time { get; init; }
        public byte[] Matrix { get; init; } = [.. Bytes.Big32(0x10000), .. new byte[12], .. Bytes.Big32(0x10000), .. new byte[12], .. Bytes.Big32(0x40000000)];

        public byte[] Build()
        {
            var pictures = new List<byte[]> { Picture(0x65, Sei), Picture(0x41, []) };
            if (HiddenSample is { } hidden)
            {
                // Behind the end of the edit, a sync sample of its own.
                pictures.AddRange([Picture(0x41, []), Picture(0x41, []), Picture(0x41, []), Picture(0x65, []), [.. Bytes.Big32(hidden.Length + 1), 0x65, .. hidden]]);
            }

            var tail = ThirdTrack ?? [];
            byte[] media = [.. pictures[0], .. Gap, .. pictures.Skip(1).SelectMany(p => p), .. Sound, .. Sound, .. tail, .. MediaTail];
            var type = Box("ftyp", "isom"u8.ToArray(), Bytes.Big32(512), "isom"u8.ToArray(), Brands);
            if (Fragmented)
            {
                byte[] head = [.. type, .. Box("moov", Moov(pictures, 0))];
                return [.. head, .. Before, .. FragmentOf(pictures, media), .. After];
            }

            byte[] header = WideSizes ? [0, 0, 0, 1, .. "mdat"u8, 0, 0, 0, 0, .. Bytes.Big32(media.Length + 16)]
                : OpenMedia ? [0, 0, 0, 0, .. "mdat"u8] : [.. Bytes.Big32(media.Length + 8), .. "mdat"u8];
            if (MediaFirst)
            {
                return [.. type, .. Before, .. header, .. media, .. Box("moov", Moov(pictures, type.Length + Before.Length + header.Length)), .. After];
            }

            var size = Box("moov", Moov(pictures, 0)).Length;
            return [.. type, .. Before, .. Box("moov", Moov(pictures, type.Length + Before.Length + size + header.Length)), .. header, .. media, .. After];
        }

        private static byte[] Picture(byte unit, byte[] sei)
        {
            byte[] slice = [unit, 0x88, 0x84, 0x21, 0xA0, unit, 7, 9];
            byte[] before = sei.Length == 0 ? [] : [.. Bytes.Big32(sei.Length), .. sei];
            return [.. before, .. Bytes.Big32(slice.Length), .. slice];
        }

        private byte[] Moov(List<byte[]> pictures, int media)
        {
            var offset = media;
            var first = offset;
            offset += pictures[0].Length + Gap.Length;
            var second = offset;
            offset += pictures.Skip(1).Sum(p => p.Length);
            byte[] third = ThirdTrack is { } text
                ? Track(3, "text", Box("text", new byte[8]), [text.Length], [(offset + Sound.Length * 2, 1)], 1000) : [];
            var avc = Box("avc1", new byte[6], Bytes.Big16(1), Fit(Vendor, 16), Bytes.Big16(16), Bytes.Big16(16), new byte[14 - 2], Bytes.Big16(1),
                Fit(Compressor, 32), Bytes.Big16(24), [0xFF, 0xFF], Box("avcC", Configuration()), InEntry);
            var sound = Box("mp4a", new byte[6], Bytes.Big16(1), new byte[8], Bytes.Big16(1), Bytes.Big16(16), new byte[4], Bytes.Big32(8000 << 16), Esds());
            return
            [
                .. Full("mvhd", 0, Bytes.Big32(Time), Bytes.Big32(Time), Bytes.Big32(1000), Bytes.Big32(80), Bytes.Big32(0x10000), Bytes.Big16(256), new byte[10],
                    Identity(), new byte[24], Bytes.Big32(9)),
                .. Track(1, "vide", avc, [.. pictures.Select(p => p.Length)], [(first, 1), (second, pictures.Count - 1)], 1000),
                .. Track(2, "soun", sound, [Sound.Length, Sound.Length], [(offset, 2)], 8000),
                .. third, .. InMovie,
                .. Fragmented ? Box("mvex", Full("trex", 0, Bytes.Big32(1), Bytes.Big32(1), new byte[12]), Full("trex", 0, Bytes.Big32(2), Bytes.Big32(1), new byte[12])) : [],
            ];
        }

        private byte[] Configuration() =>
            ConfigurationTail.Length == 0 ? Avc : [.. Avc[..6], .. Avc[6..12], 2, .. ConfigurationTail, .. Avc[13..]];

        private static byte[] Identity() =>
            [.. Bytes.Big32(0x10000), .. new byte[12], .. Bytes.Big32(0x10000), .. new byte[12], .. Bytes.Big32(0x40000000)];

        private static byte[] Fit(byte[] bytes, int length) => [.. bytes, .. new byte[Math.Max(0, length - bytes.Length)]];

        private static byte[] Esds() => Full("esds", 0, [3, 25, 0, 1, 0, 4, 17, 0x40, 0x15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 2, 0x15, 0x88, 6, 1, 2]);

        private byte[] Track(int id, string kind, byte[] entry, int[] sizes, (int Place, int Samples)[] chunks, int scale)
        {
            var video = kind == "vide";
            var counted = Fragmented ? 0 : sizes.Length;
            byte[] edit = video && HiddenSample is not null
                ? Box("edts", Full("elst", 0, Bytes.Big32(1), Bytes.Big32(80), Bytes.Big32(0), Bytes.Big32(0x10000))) : [];
            var runs = Fragmented ? [] : chunks.Select((c, i) => (byte[])[.. Bytes.Big32(i + 1), .. Bytes.Big32(c.Samples), .. Bytes.Big32(1)]).ToArray();
            byte[] sync = video && HiddenSample is not null && !Fragmented ? Full("stss", 0, Bytes.Big32(2), Bytes.Big32(1), Bytes.Big32(6)) : [];
            var table = Box("stbl",
                Full("stsd", 0, Bytes.Big32(1), entry),
                Full("stts", 0, Bytes.Big32(counted > 0 ? 1 : 0), counted > 0 ? [.. Bytes.Big32(counted), .. Bytes.Big32(40)] : []),
                sync,
                Full("stsc", 0, Bytes.Big32(runs.Length), [.. runs.SelectMany(r => r)]),
                Full("stsz", 0, Bytes.Big32(0), Bytes.Big32(counted), [.. sizes.Take(counted).SelectMany(s => Bytes.Big32(s))]),
                Full("stco", 0, Bytes.Big32(Fragmented ? 0 : chunks.Length), [.. chunks.Take(counted).SelectMany(c => Bytes.Big32(c.Place))]),
                video ? InTable : []);
            return Box("trak",
                Full("tkhd", 3, Bytes.Big32(Time), Bytes.Big32(Time), Bytes.Big32(id), new byte[4], Bytes.Big32(80), new byte[16], video ? Matrix : Identity(),
                    Bytes.Big32(video ? 16 << 16 : 0), Bytes.Big32(video ? 16 << 16 : 0)),
                edit,
                Box("mdia",
                    Full("mdhd", 0, Bytes.Big32(Time), Bytes.Big32(Time), Bytes.Big32(scale), Bytes.Big32(80), new byte[4]),
                    Full("hdlr", 0, new byte[4], Encoding.ASCII.GetBytes(kind), new byte[12], Handler, new byte[1]),
                    Box("minf", Full(video ? "vmhd" : "smhd", 0, new byte[video ? 8 : 4]),
                        Box("dinf", Full("dref", 0, Bytes.Big32(1), Full("url ", 1, Reference))), table),
                    video ? InMedia : []),
                video ? InTrack : []);
        }

        private byte[] FragmentOf(List<byte[]> pictures, byte[] media)
        {
            byte[] Make(int size) => Box("moof",
                Full("mfhd", 0, Bytes.Big32(7)),
                Box("traf", Full("tfhd", 0x020000, Bytes.Big32(1)), Full("tfdt", 0, Bytes.Big32(0)),
                    Full("trun", 0x305, Bytes.Big32(1), Bytes.Big32(size + 8), Bytes.Big32(0x02000000), Bytes.Big32(40), Bytes.Big32(pictures[0].Length)),
                    Full("trun", 0x701, Bytes.Big32(1), Bytes.Big32(size + 8 + pictures[0].Length + Gap.Length), Bytes.Big32(40), Bytes.Big32(pictures[1].Length), Bytes.Big32(0x01010000))),
                Box("traf", Full("tfhd", 0x020010, Bytes.Big32(2), Bytes.Big32(Sound.Length)),
                    Full("trun", 0x101, Bytes.Big32(2), Bytes.Big32(size + 8 + pictures[0].Length + Gap.Length + pictures[1].Length), Bytes.Big32(40), Bytes.Big32(40))),
                InFragment);
            var size = Make(0).Length;
            return [.. Make(size), .. Bytes.Big32(media.Length + 8), .. "mdat"u8, .. media];
        }
    }
}

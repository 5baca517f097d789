using ReportingService.Scrubbing.Formats.Jpeg;

namespace ReportingService.Scrubbing.Tests;

/// <summary>Small valid JPEG files, encoded here, and every place of theirs where a secret can stand.</summary>
internal static class JpegSamples
{
    private static readonly byte[] AcSymbols = [0x00, 0x01, 0x02, 0x11, 0x21, 0xF0, 0x31];

    public static PictureFormat Format { get; } = new("jpeg", MediaFormat.Jpeg, Build(), JpegRules.Every, Places(), [Build(restart: 2), Build(turned: 6)]) { Beginning = output => output[..^2] };

    public static byte[] Segment(byte marker, byte[] body) => [0xFF, marker, .. Bytes.Big16(body.Length + 2), .. body];

    /// <param name="head">Segments after the start.</param>
    /// <param name="beforeScan">Segments right before the scan.</param>
    /// <param name="afterUnits">Bytes behind the last unit.</param>
    /// <param name="trailer">Bytes behind the end.</param>
    /// <param name="restart">Restart interval.</param>
    /// <param name="onesAsPadding">Fill the last byte with ones, as encoders do.</param>
    /// <param name="turned">Orientation.</param>
    /// <param name="cut">Bytes of coded picture that are there, all when zero.</param>
    /// <param name="beforeRestart">Bytes in front of each restart marker.</param>
    public static byte[] Build(byte[]? head = null, byte[]? beforeScan = null, byte[]? afterUnits = null, byte[]? trailer = null,
        int restart = 0, bool onesAsPadding = true, int turned = 1, byte[]? beforeRestart = null, int cut = 0)
    {
        byte[] Quant(byte slot) => Segment(0xDB, [slot, .. Enumerable.Range(1, 64).Select(i => (byte)i)]);
        byte[] Huffman(byte target, byte length, byte[] symbols)
        {
            var counts = new byte[16];
            counts[length - 1] = (byte)symbols.Length;
            return Segment(0xC4, [target, .. counts, .. symbols]);
        }

        byte[] dc = [.. Enumerable.Range(0, 12).Select(i => (byte)i)];
        return
        [
            0xFF, 0xD8,
            .. turned > 1 ? Segment(0xE1, [.. "Exif\0\0"u8, .. Bytes.Exif([1, 2, 3, 4, 5], turned)]) : [],
            .. head ?? [],
            .. Quant(0), .. Quant(1),
            .. Segment(0xC0, [8, 0, 24, 0, 40, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]),
            .. Huffman(0x00, 4, dc), .. Huffman(0x10, 3, AcSymbols),
            .. restart > 0 ? Segment(0xDD, Bytes.Big16(restart)) : [],
            .. beforeScan ?? [],
            .. Segment(0xDA, [3, 1, 0, 2, 0, 3, 0, 0, 63, 0]),
            .. Entropy(restart, onesAsPadding, beforeRestart ?? [])[..(cut == 0 ? Index.End : cut)],
            .. afterUnits ?? [],
            0xFF, 0xD9,
            .. trailer ?? [],
        ];
    }

    private static byte[] Entropy(int restart, bool ones, byte[] beforeRestart)
    {
        var dice = new Dice(7);
        var output = new List<byte>();
        ulong bits = 0;
        var count = 0;
        void Put(int value, int length)
        {
            for (var i = length - 1; i >= 0; i--)
            {
                bits = (bits << 1) | (uint)((value >> i) & 1);
                if (++count == 8)
                {
                    output.Add((byte)bits);
                    if ((byte)bits == 0xFF)
                    {
                        output.Add(0);
                    }

                    count = 0;
                }
            }
        }

        void Align()
        {
            while (count > 0)
            {
                Put(ones ? 1 : 0, 1);
            }
        }

        // 40 x 24 in units of 16 x 16: three by two, six blocks each.
        for (var unit = 0; unit < 6; unit++)
        {
            if (restart > 0 && unit > 0 && unit % restart == 0)
            {
                Align();
                output.AddRange(beforeRestart);
                output.AddRange([0xFF, (byte)(0xD0 + (((unit / restart) - 1) & 7))]);
            }

            for (var block = 0; block < 6; block++)
            {
                var size = dice.Next(9);
                Put(size, 4);
                Put(dice.Next(1 << size), size);
                for (var symbol = 1 + dice.Next(6); symbol < 6; symbol++)
                {
                    Put(symbol == 5 ? 6 : symbol, 3);
                    var extra = AcSymbols[symbol == 5 ? 6 : symbol] & 15;
                    Put((1 << extra) - 1, extra);
                }

                Put(0, 3);
            }
        }

        Align();
        return [.. output];
    }

    private static HidingPlace[] Places()
    {
        HidingPlace Head(string name, string rule, byte marker, Func<byte[], byte[]> body) => new(name, rule, s => Build(head: Segment(marker, body(s))));
        byte[] Comment(byte[] s) => Segment(0xFE, s);
        return
        [
            Head("comment", JpegRules.Comments, 0xFE, s => s),
            new("comment before scan", JpegRules.Comments, s => Build(beforeScan: Comment(s))),
            Head("Exif with thumbnail", JpegRules.Exif, 0xE1, s => [.. "Exif\0\0"u8, .. Bytes.Exif(s)]),
            Head("XMP", JpegRules.ApplicationSegments, 0xE1, s => [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. s]),
            Head("extended XMP", JpegRules.ApplicationSegments, 0xE1, s => [.. "http://ns.adobe.com/xmp/extension/\0"u8, .. s]),
            Head("Photoshop and IPTC", JpegRules.ApplicationSegments, 0xED, s => [.. "Photoshop 3.0\08BIM\u0004\u0004\0\0\0\0"u8, .. s]),
            Head("colour profile", JpegRules.Icc, 0xE2, s => [.. "ICC_PROFILE\0\u0001\u0001"u8, .. new byte[128], .. s]),
            Head("second picture index", JpegRules.ApplicationSegments, 0xE2, s => [.. "MPF\0"u8, .. s]),
            Head("FlashPix", JpegRules.ApplicationSegments, 0xE2, s => [.. "FPXR\0"u8, .. s]),
            Head("C2PA", JpegRules.ApplicationSegments, 0xEB, s => [.. "JP\0\0\0\0\0\u0001jumb"u8, .. s]),
            Head("Ducky", JpegRules.ApplicationSegments, 0xEC, s => [.. "Ducky"u8, .. s]),
            Head("JFIF thumbnail", JpegRules.ApplicationSegments, 0xE0, s => [.. "JFIF\0\u0001\u0001\0\0\u0001\0\u0001\u0008\u0008"u8, .. s]),
            Head("JFXX thumbnail", JpegRules.ApplicationSegments, 0xE0, s => [.. "JFXX\0\u0010"u8, .. s]),
            Head("unknown application", JpegRules.ApplicationSegments, 0xEF, s => s),
            Head("long Adobe segment", JpegRules.Adobe, 0xEE, s => [.. "Adobe\0d\0\0\0\0\u0001"u8, .. s]) with { SameAsPlain = false },
            Head("unused quantisation table", JpegRules.UnusedTables, 0xDB, s => [3, .. s, .. new byte[64 - s.Length]]),
            Head("unused Huffman table", JpegRules.UnusedTables, 0xC4, s => [0x13, .. new byte[15], (byte)s.Length, .. s]),
            new("fill bytes", JpegRules.FillBytes, s => Build(head: [0xFF, 0xFF, 0xFF, .. Comment(s)])),
            new("between segments", JpegRules.BetweenSegments, s => Build(head: [.. Comment([1]), .. s])),
            new("behind the last unit", JpegRules.AfterLastMcu, s => Build(afterUnits: s)),
            new("stuffed behind the last unit", JpegRules.AfterLastMcu, s => Build(afterUnits: [0xFF, 0, .. s])),
            new("behind an interval", JpegRules.AfterLastMcu, s => Build(restart: 2, beforeRestart: s)) { SameAsPlain = false },
            new("padding bits", JpegRules.PaddingBits, s => Build(head: Comment(s), onesAsPadding: false)),
            new("behind the end", JpegRules.Trailer, s => Build(trailer: s)),
            new("behind a picture that was cut", JpegRules.Trailer, s => Build(cut: 30, afterUnits: [.. Comment(s), .. s])) { SameAsPlain = false },
            new("between intervals that were cut", JpegRules.Trailer, s => Build(restart: 2, cut: 30, afterUnits: [.. Comment(s), 0xFF, 0xD0, .. s])) { SameAsPlain = false },
            new("motion photo", JpegRules.Trailer, s => Build(trailer: [.. Build(), .. "\0\0\0\u0018ftypmp42"u8, .. s])),
        ];
    }
}

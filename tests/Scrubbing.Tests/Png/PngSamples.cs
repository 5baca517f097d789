using System.IO.Compression;
using ReportingService.Scrubbing.Formats.Png;

namespace ReportingService.Scrubbing.Tests;

/// <summary>Small valid PNG files and every place of theirs where a secret can stand.</summary>
internal static class PngSamples
{
    public static PictureFormat Format { get; } = new("png", MediaFormat.Png, Build(), PngRules.Every, Places(), [Animated(), Build(head: Chunk("eXIf", Bytes.Exif([1, 2, 3], 8)))])
    {
        Repair = Repair,
        Beginning = Beginning,
    };

    public static byte[] Chunk(string type, byte[] body) =>
        [.. Bytes.Big32(body.Length), .. Bytes.Latin(type), .. body, .. Bytes.Big32(Crc32.Append(0, [.. Bytes.Latin(type), .. body]))];

    public static byte[] Zlib(byte[] data, CompressionLevel level = CompressionLevel.SmallestSize)
    {
        using var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, level, leaveOpen: true))
        {
            zlib.Write(data);
        }

        return output.ToArray();
    }

    public static byte[] Build(byte[]? head = null, byte[]? insideData = null, byte[]? afterData = null, byte[]? trailer = null, Func<byte[], byte[]>? change = null)
    {
        var data = (change ?? (d => d))(Zlib(Rows(17, 11)));
        var half = data.Length / 2;
        return
        [
            .. Start(17, 11), .. head ?? [],
            .. Chunk("IDAT", data[..half]), .. Chunk("IDAT", [.. data[half..], .. insideData ?? []]),
            .. afterData ?? [], .. Chunk("IEND", []), .. trailer ?? [],
        ];
    }

    private static byte[] Start(int width, int height) =>
        [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", [.. Bytes.Big32(width), .. Bytes.Big32(height), 8, 2, 0, 0, 0])];

    private static byte[] Rows(int width, int height)
    {
        var dice = new Dice(3);
        return [.. Enumerable.Range(0, height).SelectMany(_ => new byte[] { 0 }.Concat(Enumerable.Range(0, width * 3).Select(_ => (byte)dice.Next(12))))];
    }

    private static byte[] Animated()
    {
        byte[] Control(int number) => [.. Bytes.Big32(number), .. Bytes.Big32(17), .. Bytes.Big32(11), .. new byte[8], 0, 1, 0, 10, 0, 0];
        var data = Zlib(Rows(17, 11));
        return
        [
            .. Start(17, 11), .. Chunk("acTL", [.. Bytes.Big32(2), .. Bytes.Big32(0)]), .. Chunk("fcTL", Control(0)), .. Chunk("IDAT", data),
            .. Chunk("fcTL", Control(1)), .. Chunk("fdAT", [.. Bytes.Big32(2), .. data[..20]]), .. Chunk("fdAT", [.. Bytes.Big32(3), .. data[20..]]),
            .. Chunk("IEND", []),
        ];
    }

    /// <summary>Everything before the picture data, then that data without the chunks around it.</summary>
    private static byte[] Beginning(byte[] output)
    {
        var data = new List<byte>();
        var head = 0;
        for (var at = 8; at < output.Length;)
        {
            var length = (int)System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(output.AsSpan(at));
            if (output.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
            {
                head = head == 0 ? at : head;
                data.AddRange(output.AsSpan(at + 8, length));
            }

            at += 12 + length;
        }

        return [.. output[..head], .. data];
    }

    /// <summary>Sets checksums right, so that mutations reach what lies behind them.</summary>
    private static byte[] Repair(byte[] file)
    {
        var fixedUp = (byte[])file.Clone();
        for (var at = 8; at + 12 <= fixedUp.Length;)
        {
            long length = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(fixedUp.AsSpan(at));
            if (at + 12 + length > fixedUp.Length)
            {
                break;
            }

            Bytes.Big32(Crc32.Append(0, fixedUp.AsSpan(at + 4, 4 + (int)length))).CopyTo(fixedUp, at + 8 + length);
            at += 12 + (int)length;
        }

        return fixedUp;
    }

    /// <summary>Sets bits behind the last symbol, which decoders pass over.</summary>
    private static byte[] DirtyPadding(byte[] zlib)
    {
        for (var bit = 7; bit > 0; bit--)
        {
            var changed = (byte[])zlib.Clone();
            changed[^5] ^= (byte)(1 << bit);
            try
            {
                using var stream = new ZLibStream(new MemoryStream(changed), CompressionMode.Decompress);
                var rows = new MemoryStream();
                stream.CopyTo(rows);
                if (rows.ToArray().AsSpan().SequenceEqual(Rows(17, 11)))
                {
                    return changed;
                }
            }
            catch (InvalidDataException)
            {
            }
        }

        throw new InvalidOperationException("The sample has no padding bits.");
    }

    private static HidingPlace[] Places()
    {
        HidingPlace Head(string name, string rule, string type, Func<byte[], byte[]> body) => new(name, rule, s => Build(head: Chunk(type, body(s))));
        return
        [
            Head("tEXt", PngRules.Chunks, "tEXt", s => [.. "Comment\0"u8, .. s]),
            Head("zTXt", PngRules.Chunks, "zTXt", s => [.. "Comment\0\0"u8, .. Zlib(s, CompressionLevel.NoCompression)]),
            Head("iTXt with XMP", PngRules.Chunks, "iTXt", s => [.. "XML:com.adobe.xmp\0\0\0\0\0"u8, .. s]),
            Head("C2PA", PngRules.Chunks, "caBX", s => s),
            Head("private chunk", PngRules.Chunks, "prVt", s => s),
            Head("physical size", PngRules.Chunks, "pHYs", s => s),
            Head("suggested colours", PngRules.Chunks, "sPLT", s => s),
            Head("Exif", PngRules.Exif, "eXIf", s => Bytes.Exif(s)),
            Head("colour profile", PngRules.Icc, "iCCP", s => [.. "ICC\0\0"u8, .. Zlib([.. new byte[132], .. s], CompressionLevel.NoCompression)]),
            Head("name of a colour profile", PngRules.Icc, "iCCP", s => [.. s, 0, 0, .. Zlib(new byte[132])]),
            Head("palette of a true-colour picture", PngRules.SuggestedPalette, "PLTE", s => [.. s, .. new byte[(3 - (s.Length % 3)) % 3]]),
            Head("frame header without animation", PngRules.StrayFrames, "fcTL", s => s),
            Head("frame data without animation", PngRules.Chunks, "fdAT", s => [0, 0, 0, 1, .. s]),
            Head("kept chunk of another length", PngRules.Chunks, "gAMA", s => s),
            new("text after the picture", PngRules.Chunks, s => Build(afterData: Chunk("tEXt", [.. "Author\0"u8, .. s]))),
            new("behind the zlib stream", PngRules.AfterZlib, s => Build(insideData: s)),
            new("second data chunk behind the zlib stream", PngRules.AfterZlib, s => Build(afterData: Chunk("IDAT", s))),
            new("padding bits", PngRules.PaddingBits, s => Build(head: Chunk("tEXt", s), change: DirtyPadding)),
            new("behind the end", PngRules.Trailer, s => Build(trailer: s)),
        ];
    }
}

using System.Buffers.Binary;

namespace ReportingService.Scrubbing.Formats.Png;

/// <summary>Rebuilds a PNG or animated PNG from its header, palette, colour chunks and picture data. See README.md of this folder.</summary>
internal sealed partial class PngScrubber : FormatScrubber
{
    private const int MaxDroppedInMemory = 1 << 20;

    private const uint Ihdr = 0x49484452;
    private const uint Plte = 0x504C5445;
    private const uint Idat = 0x49444154;
    private const uint Iend = 0x49454E44;
    private const uint Actl = 0x6163544C;
    private const uint Fctl = 0x6663544C;
    private const uint Fdat = 0x66644154;
    private const uint Trns = 0x74524E53;
    private const uint Gama = 0x67414D41;
    private const uint Chrm = 0x6348524D;
    private const uint Srgb = 0x73524742;
    private const uint Cicp = 0x63494350;
    private const uint Sbit = 0x73424954;
    private const uint Bkgd = 0x624B4744;
    private const uint Iccp = 0x69434350;
    private const uint Exif = 0x65584966;
    private const uint CgBi = 0x43674249;

    private const int DecoderPiece = 8192;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    public override MediaFormat? Sniff(ReadOnlySpan<byte> head) => head.StartsWith(Signature) ? MediaFormat.Png : null;

    public override async Task ScrubAsync(ScrubReader input, ScrubWriter output, ScrubContext context)
    {
        await input.SkipAsync(8);
        output.Write(Signature);
        var file = new PngFile(output, context);
        while (true)
        {
            context.CountItem();
            if (file.PictureStarted && !await IsChunkWholeAsync(input))
            {
                await file.EndAsync();
                return;
            }

            var length = await input.ReadUInt32BigAsync();
            var type = await input.ReadUInt32BigAsync();
            if (length > int.MaxValue || !IsName(type))
            {
                throw RefusedException.Damaged("A chunk without length or name.");
            }

            if (file.Header is null && type != Ihdr)
            {
                throw type == CgBi ? RefusedException.NotSupported("An iOS build's own form of PNG.") : RefusedException.Damaged("A PNG that does not begin with IHDR.");
            }

            switch (type)
            {
                case Idat:
                    file.StartPicture();
                    if (!await PassDataAsync(input, (int)length, type, file.Data))
                    {
                        await file.EndAsync();
                        return;
                    }

                    break;
                case Fdat when await file.StartFrameDataAsync() && length >= 4:
                    if (!await PassDataAsync(input, (int)length, type, file.Data))
                    {
                        throw RefusedException.Damaged("The file ends early.");
                    }

                    break;
                case Iend:
                    await file.EndAsync();
                    await input.SkipAsync(length + 4L);
                    await FinishAsync(input, output, context);
                    return;
                case Ihdr or Plte or Trns or Gama or Chrm or Srgb or Cicp or Sbit or Bkgd or Actl or Fctl:
                    await file.EndDataAsync(type);
                    if (length > 768)
                    {
                        throw RefusedException.Damaged("A header chunk that is too long.");
                    }

                    var body = await input.ReadAsync((int)length);
                    if (Checksum(type, body) == await input.ReadUInt32BigAsync())
                    {
                        file.Take(type, body);
                    }
                    else if ((type & 0x20000000) == 0)
                    {
                        throw RefusedException.Damaged("A chunk whose checksum is wrong.");
                    }

                    break;
                default:
                    if ((type & 0x20000000) == 0)
                    {
                        throw RefusedException.NotSupported("A critical chunk nobody knows.");
                    }

                    await file.EndDataAsync(type);
                    await DropAsync(input, (int)length, type, file, output, context);
                    break;
            }
        }
    }

    internal static uint Checksum(uint type, ReadOnlySpan<byte> body)
    {
        Span<byte> name = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(name, type);
        return Crc32.Append(Crc32.Append(0, name), body);
    }

    internal static void WriteChunk(ScrubWriter output, uint type, ReadOnlySpan<byte> body)
    {
        output.WriteUInt32Big((uint)body.Length);
        output.WriteUInt32Big(type);
        output.Write(body);
        output.WriteUInt32Big(Checksum(type, body));
    }

    private static bool IsName(uint type)
    {
        for (var shift = 0; shift < 32; shift += 8)
        {
            var letter = (type >> shift) & 0xDF;
            if (letter is < 'A' or > 'Z')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Behind picture data the file may end anywhere: a chunk that is not all there says nothing about the picture.</summary>
    private static async ValueTask<bool> IsChunkWholeAsync(ScrubReader input)
    {
        if (await input.FillAsync(8) < 8)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(input.Buffered);
        var type = BinaryPrimitives.ReadUInt32BigEndian(input.Buffered[4..]);
        return type is Idat or Fdat || length > input.Window - 12 || await input.FillAsync((int)length + 12) >= (int)length + 12;
    }

    /// <summary>Passes the data of one chunk on. False when the file ends inside it.</summary>
    private static async ValueTask<bool> PassDataAsync(ScrubReader input, int length, uint type, PngDataWriter data)
    {
        var crc = Checksum(type, []);
        if (type == Fdat)
        {
            var number = await input.ReadAsync(4);
            crc = Crc32.Append(crc, number);
            length -= 4;
        }

        while (length > 0)
        {
            var have = await input.FillAsync(Math.Min(length, DecoderPiece));
            if (have < Math.Min(length, DecoderPiece))
            {
                // Decoders read a chunk in pieces and lose the one that is cut; what they do not show is not written.
                return false;
            }

            var piece = input.BufferedMemory[..(have >= length ? length : have - (have % DecoderPiece))];
            crc = Crc32.Append(crc, piece.Span);
            await data.AppendAsync(piece);
            input.Consume(piece.Length);
            length -= piece.Length;
        }

        if (await input.FillAsync(4) < 4)
        {
            return false;
        }

        return crc == await input.ReadUInt32BigAsync() ? true : throw RefusedException.Damaged("A chunk whose checksum is wrong.");
    }

    private static async ValueTask DropAsync(ScrubReader input, int length, uint type, PngFile file, ScrubWriter output, ScrubContext context)
    {
        var known = type is Exif or Iccp;
        if (length > MaxDroppedInMemory)
        {
            context.Removed.Add(RemovalKind.Other);
            await input.SkipAsync(length + 4L);
            return;
        }

        var body = await input.ReadAsync(length);
        await input.SkipAsync(4);
        var rule = known ? type == Exif ? PngRules.Exif : PngRules.Icc : PngRules.Chunks;
        if (!context.Rules.Hold(rule))
        {
            WriteChunk(output, type, body);
        }

        file.Report(type, body);
    }

    /// <summary>Threat: whole other files stand after IEND.</summary>
    private static async ValueTask FinishAsync(ScrubReader input, ScrubWriter output, ScrubContext context)
    {
        if (await input.FillAsync(1) == 0)
        {
            return;
        }

        context.Removed.Add(RemovalKind.Other);
        if (!context.Rules.Hold(PngRules.Trailer))
        {
            output.Write(input.Buffered);
        }

        await input.DrainAsync();
    }
}

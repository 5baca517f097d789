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
                    await file.StartPictureAsync();
                    await PassDataAsync(input, (int)length, type, file.Data);
                    break;
                case Fdat when await file.StartFrameDataAsync() && length >= 4:
                    await PassDataAsync(input, (int)length, type, file.Data);
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

    private static async ValueTask PassDataAsync(ScrubReader input, int length, uint type, PngDataWriter data)
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
            if (await input.FillAsync(1) == 0)
            {
                throw RefusedException.Damaged("The file ends early.");
            }

            var piece = input.BufferedMemory[..Math.Min(length, input.Buffered.Length)];
            crc = Crc32.Append(crc, piece.Span);
            await data.AppendAsync(piece);
            input.Consume(piece.Length);
            length -= piece.Length;
        }

        if (crc != await input.ReadUInt32BigAsync())
        {
            throw RefusedException.Damaged("A chunk whose checksum is wrong.");
        }
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

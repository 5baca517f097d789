using System.Buffers.Binary;
using ReportingService.Scrubbing.Formats.Mp3;
using ReportingService.Scrubbing.Scratch;

namespace ReportingService.Scrubbing.Formats.Wav;

/// <summary>RIFF and RF64 WAVE: format, sample count and samples are written anew; every other chunk goes.</summary>
internal sealed class WavScrubber : FormatScrubber
{
    private const uint Unknown = uint.MaxValue;

    public override MediaFormat? Sniff(ReadOnlySpan<byte> head) =>
        head.Length >= 12 && (head[..4].SequenceEqual("RIFF"u8) || head[..4].SequenceEqual("RF64"u8)) && head[8..12].SequenceEqual("WAVE"u8)
            ? MediaFormat.Wav : null;

    public override async Task ScrubAsync(ScrubReader input, ScrubWriter output, ScrubContext context)
    {
        await input.SkipAsync(12);
        byte[]? format = null;
        uint? samples = null;
        long wideData = -1;
        while (true)
        {
            if (await input.FillAsync(8) < 8)
            {
                throw RefusedException.Damaged("There is no sound.");
            }

            context.CountItem();
            var type = System.Text.Encoding.Latin1.GetString(input.Buffered[..4]);
            long size = BinaryPrimitives.ReadUInt32LittleEndian(input.Buffered[4..]);
            input.Consume(8);
            switch (type)
            {
                case "ds64" when size is >= 28 and < 4096:
                    var sizes = await input.ReadAsync((int)size);
                    wideData = BinaryPrimitives.ReadInt64LittleEndian(sizes.AsSpan(8));
                    break;
                case "fmt " when format is null && size < 4096:
                    format = WavFormat.Rebuild(await input.ReadAsync((int)size));
                    break;
                case "fact" when size is >= 4 and < 4096 && samples is null:
                    samples = BinaryPrimitives.ReadUInt32LittleEndian(await input.ReadAsync((int)size));
                    break;
                case "data":
                    size = size == Unknown && wideData >= 0 ? wideData : size;
                    await DataAsync(input, output, context, format, samples, size);
                    return;
                default:
                    Count(type, context);
                    await input.LeaveOutAsync(output, size, "wav.chunks");
                    break;
            }

            if ((size & 1) == 1)
            {
                await input.SkipAsync(1);
            }
        }
    }

    public override async Task VerifyAsync(ScrubReader output, ScrubContext context)
    {
        await output.RequireAsync(20);
        long whole = BinaryPrimitives.ReadUInt32LittleEndian(output.Buffered[4..]);
        Check(output.Buffered[..4].SequenceEqual("RIFF"u8) && output.Buffered[8..16].SequenceEqual("WAVEfmt "u8));
        output.Consume(16);
        var size = await output.ReadUInt32LittleAsync();
        Check(size is 16 or 18 or 20 or 30 or 40 or 50);
        var format = await output.ReadAsync((int)size);
        Check(WavFormat.Rebuild(format).AsSpan().SequenceEqual(format));
        await output.RequireAsync(8);
        if (output.Buffered[..4].SequenceEqual("fact"u8))
        {
            Check(output.Buffered[4] == 4);
            await output.SkipAsync(12);
            await output.RequireAsync(8);
        }

        Check(output.Buffered[..4].SequenceEqual("data"u8));
        output.Consume(4);
        long data = await output.ReadUInt32LittleAsync();
        Check(data > 0 && whole + 8 == output.Position + data + (data & 1));
        await output.SkipAsync(data);
        Check((data & 1) == 0 || await output.ReadByteAsync() == 0);
    }

    private static async Task DataAsync(ScrubReader input, ScrubWriter output, ScrubContext context, byte[]? format, uint? samples, long size)
    {
        if (format is null)
        {
            throw RefusedException.Damaged("Sound before its format.");
        }

        if (size == 0)
        {
            throw RefusedException.Damaged("There is no sound.");
        }

        if (size == Unknown || input.Remaining is not { } rest)
        {
            // Recorders that were cut off leave the size open or write one that is not reached: the sound goes to the end of the
            // file, and is counted first.
            await using var scratch = new EncryptedScratch(context);
            while (scratch.Length < size && await input.FillAsync(1) > 0)
            {
                var take = (int)Math.Min(input.Buffered.Length, size - scratch.Length);
                await scratch.AppendAsync(input.BufferedMemory[..take]);
                input.Consume(take);
            }

            if (scratch.Length == 0)
            {
                throw RefusedException.Damaged("There is no sound.");
            }

            size = scratch.Length;
            await WriteAsync(new ScrubReader(scratch, context), output, context, format, samples, size);
        }
        else if (rest == 0)
        {
            throw RefusedException.Damaged("There is no sound.");
        }
        else
        {
            size = Math.Min(size, rest);
            await WriteAsync(input, output, context, format, samples, size);
        }

        if ((size & 1) == 1 && !await input.AtEndAsync())
        {
            await input.SkipAsync(1);
        }

        await CountTrailerAsync(input, context);
    }

    private static async Task WriteAsync(ScrubReader input, ScrubWriter output, ScrubContext context, byte[] format, uint? samples, long size)
    {
        var fact = samples is not null ? 12 : 0;
        var whole = 4 + 8 + format.Length + fact + 8 + size + (size & 1);
        if (whole > uint.MaxValue)
        {
            throw RefusedException.TooLarge("More sound than one RIFF file holds.");
        }

        output.Write("RIFF"u8);
        output.WriteUInt32Little((uint)whole);
        output.Write("WAVEfmt "u8);
        output.WriteUInt32Little((uint)format.Length);
        output.Write(format);
        if (samples is { } count)
        {
            output.Write("fact"u8);
            output.WriteUInt32Little(4);
            output.WriteUInt32Little(count);
        }

        output.Write("data"u8);
        output.WriteUInt32Little((uint)size);
        if (BinaryPrimitives.ReadUInt16LittleEndian(format) == WavFormat.MpegLayer3)
        {
            await Mp3InPlace.CopyAsync(input, output, size, context);
        }
        else
        {
            await input.CopyToAsync(output, size);
        }

        if ((size & 1) == 1)
        {
            output.WriteByte(0);
        }
    }

    private static async Task CountTrailerAsync(ScrubReader input, ScrubContext context)
    {
        while (await input.FillAsync(8) >= 8)
        {
            var type = System.Text.Encoding.Latin1.GetString(input.Buffered[..4]);
            long size = BinaryPrimitives.ReadUInt32LittleEndian(input.Buffered[4..]);
            Count(type, context);
            input.Consume(8);
            size += size & 1;
            while (size > 0 && await input.FillAsync(1) > 0)
            {
                var take = (int)Math.Min(size, input.Buffered.Length);
                input.Consume(take);
                size -= take;
            }
        }

        await input.DrainAsync();
    }

    private static void Count(string type, ScrubContext context) => context.Removed.Add(type switch
    {
        "LIST" => RemovalKind.People,
        "bext" or "iXML" or "aXML" or "_PMX" => RemovalKind.Device,
        "id3 " or "ID3 " => RemovalKind.People,
        _ => RemovalKind.Other,
    });

    private static void Check(bool holds)
    {
        if (!holds)
        {
            throw new RefusedException(RefusalCode.VerifyFailed, "The rebuilt sound holds something that is not on the list.");
        }
    }
}

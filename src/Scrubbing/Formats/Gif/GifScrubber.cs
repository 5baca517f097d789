using System.Buffers.Binary;

namespace ReportingService.Scrubbing.Formats.Gif;

/// <summary>Rebuilds a GIF from its tables, pictures, graphic controls and loop count. See README.md of this folder.</summary>
internal sealed partial class GifScrubber : FormatScrubber
{
    private static ReadOnlySpan<byte> Loop => "\u000BNETSCAPE2.0\u0003\u0001"u8;

    public override MediaFormat? Sniff(ReadOnlySpan<byte> head) =>
        head.StartsWith("GIF89a"u8) || head.StartsWith("GIF87a"u8) ? MediaFormat.Gif : null;

    public override async Task ScrubAsync(ScrubReader input, ScrubWriter output, ScrubContext context)
    {
        var head = await input.ReadAsync(13);
        context.RequirePixels(
            Math.Max((ushort)1, BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(6))),
            Math.Max((ushort)1, BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(8))));
        output.Write("GIF89a"u8);
        output.Write(head.AsSpan(6));
        await CopyTableAsync(input, output, head[10]);
        byte[]? control = null;
        var looped = false;
        var pictures = 0;
        while (true)
        {
            context.CountItem();
            await output.FlushIfLargeAsync();
            if (pictures > 0 && await input.AtEndAsync())
            {
                // Broken off between pictures: viewers show what there is.
                output.WriteByte(0x3B);
                return;
            }

            switch (await input.ReadByteAsync())
            {
                case 0x3B:
                    if (pictures == 0)
                    {
                        throw RefusedException.Damaged("A GIF without picture.");
                    }

                    output.WriteByte(0x3B);
                    await FinishAsync(input, output, context);
                    return;
                case 0x2C:
                    WriteControl(output, control, context);
                    control = null;
                    pictures++;
                    await CopyPictureAsync(input, output, context);
                    break;
                case 0x21:
                    var label = await input.ReadByteAsync();
                    var body = await ReadBlocksAsync(input, context);
                    if (label == 0xF9 && body.Length >= 5 && body[0] == 4)
                    {
                        control = body[1..5];
                    }
                    else if (label == 0xFF && LoopCount(body) is { } loops)
                    {
                        if (!looped)
                        {
                            looped = true;
                            output.Write([0x21, 0xFF]);
                            output.Write(Loop);
                            output.WriteUInt16Little(loops);
                            output.WriteByte(0);
                        }
                    }
                    else
                    {
                        Drop(label, body, output, context);
                        control = label == 0x01 ? null : control;
                    }

                    break;
                case 0x00:
                    context.Removed.Add(RemovalKind.Other);
                    break;
                default:
                    throw RefusedException.Damaged("A GIF block of unknown kind.");
            }
        }
    }

    private static void WriteControl(ScrubWriter output, byte[]? control, ScrubContext context)
    {
        if (control is not null)
        {
            var packed = context.Rules.Hold(GifRules.ReservedBits) ? (byte)(control[0] & 0x1F) : control[0];
            output.Write([0x21, 0xF9, 4, packed, control[1], control[2], control[3], 0]);
        }
    }

    private static void Drop(byte label, byte[] body, ScrubWriter output, ScrubContext context)
    {
        TextScan.Classify(body, context.Removed);
        var rule = label switch
        {
            0xFE => GifRules.Comments,
            0x01 => GifRules.PlainText,
            0xFF => GifRules.Applications,
            _ => GifRules.UnknownExtensions,
        };
        if (!context.Rules.Hold(rule))
        {
            output.Write([0x21, label]);
            output.Write(body);
            output.WriteByte(0);
        }
    }

    /// <summary>The size bytes of sub-blocks stay in: extensions kept are recognised by exact bytes.</summary>
    private static async ValueTask<byte[]> ReadBlocksAsync(ScrubReader input, ScrubContext context)
    {
        var body = new MemoryStream();
        while (true)
        {
            var size = await input.ReadByteAsync();
            if (size == 0)
            {
                return body.ToArray();
            }

            var block = await input.ReadAsync(size);
            if (body.Length < 1 << 20)
            {
                body.WriteByte(size);
                body.Write(block);
            }

            context.Checkpoint();
        }
    }

    private static ushort? LoopCount(ReadOnlySpan<byte> body) =>
        body.Length >= 16 && (body.StartsWith("\u000BNETSCAPE2.0"u8) || body.StartsWith("\u000BANIMEXTS1.0"u8)) && body[12] == 3 && body[13] == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(body[14..]) : null;

    private static async ValueTask CopyTableAsync(ScrubReader input, ScrubWriter output, byte packed)
    {
        if ((packed & 0x80) != 0)
        {
            output.Write(await input.ReadAsync(3 << ((packed & 7) + 1)));
        }
    }

    private static async ValueTask CopyPictureAsync(ScrubReader input, ScrubWriter output, ScrubContext context)
    {
        var descriptor = await input.ReadAsync(9);
        long width = BinaryPrimitives.ReadUInt16LittleEndian(descriptor.AsSpan(4));
        long height = BinaryPrimitives.ReadUInt16LittleEndian(descriptor.AsSpan(6));
        context.RequirePixels(width, height);
        if (context.Rules.Hold(GifRules.ReservedBits))
        {
            descriptor[8] &= 0xE7;
        }

        output.WriteByte(0x2C);
        output.Write(descriptor);
        await CopyTableAsync(input, output, descriptor[8]);
        var minimum = await input.ReadByteAsync();
        if (minimum is < 1 or > 8)
        {
            throw RefusedException.Damaged("A GIF picture with an impossible code size.");
        }

        output.WriteByte(minimum);
        var walker = new LzwWalker(output, minimum, width * height);
        var after = 0;
        while (await input.ReadByteAsync() is > 0 and var size)
        {
            await input.RequireAsync(size);
            var used = walker.Feed(input.Buffered[..size]);
            after += size - used;
            if (used < size && !context.Rules.Hold(GifRules.AfterPicture))
            {
                output.WriteByte((byte)(size - used));
                output.Write(input.Buffered[used..size]);
            }

            input.Consume(size);
            await output.FlushIfLargeAsync();
        }

        // The end code itself takes up to two bytes.
        if (after > 2)
        {
            context.Removed.Add(RemovalKind.Other);
        }

        walker.Finish();
    }

    /// <summary>Threat: whole other files stand after the trailer.</summary>
    private static async ValueTask FinishAsync(ScrubReader input, ScrubWriter output, ScrubContext context)
    {
        if (await input.FillAsync(1) == 0)
        {
            return;
        }

        context.Removed.Add(RemovalKind.Other);
        if (!context.Rules.Hold(GifRules.Trailer))
        {
            output.Write(input.Buffered);
        }

        await input.DrainAsync();
    }
}

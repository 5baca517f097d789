namespace ReportingService.Scrubbing.Formats.Gif;

internal sealed partial class GifScrubber
{
    public override async Task VerifyAsync(ScrubReader output, ScrubContext context)
    {
        var head = await output.ReadAsync(13);
        Expect(head.AsSpan().StartsWith("GIF89a"u8));
        await output.SkipAsync((head[10] & 0x80) != 0 ? 3 << ((head[10] & 7) + 1) : 0);
        var pictures = 0;
        var loops = 0;
        var control = false;
        while (true)
        {
            var kind = await output.ReadByteAsync();
            if (kind == 0x3B)
            {
                Expect(pictures > 0 && !control);
                return;
            }

            if (kind == 0x21)
            {
                if (await output.ReadByteAsync() == 0xF9)
                {
                    var body = await output.ReadAsync(6);
                    Expect(!control && body[0] == 4 && (body[1] & 0xE0) == 0 && body[5] == 0);
                    control = true;
                }
                else
                {
                    var body = await output.ReadAsync(Loop.Length + 3);
                    Expect(!control && loops++ == 0 && body.AsSpan().StartsWith(Loop) && body[^1] == 0);
                }

                continue;
            }

            Expect(kind == 0x2C);
            var descriptor = await output.ReadAsync(9);
            Expect((descriptor[8] & 0x18) == 0);
            await output.SkipAsync((descriptor[8] & 0x80) != 0 ? 3 << ((descriptor[8] & 7) + 1) : 0);
            Expect(await output.ReadByteAsync() is >= 1 and <= 8);
            var last = 255;
            while (await output.ReadByteAsync() is > 0 and var size)
            {
                Expect(last == 255);
                last = size;
                await output.SkipAsync(size);
            }

            pictures++;
            control = false;
        }
    }

    private static void Expect(bool condition)
    {
        if (!condition)
        {
            throw new RefusedException(RefusalCode.VerifyFailed, "The rebuilt GIF is not as it must be.");
        }
    }
}

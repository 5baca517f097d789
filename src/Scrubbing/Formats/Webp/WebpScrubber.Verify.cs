using System.Text;

namespace ReportingService.Scrubbing.Formats.Webp;

internal sealed partial class WebpScrubber
{
    public override async Task VerifyAsync(ScrubReader output, ScrubContext context)
    {
        Expect((await output.ReadAsync(4)).AsSpan().SequenceEqual("RIFF"u8), "RIFF");
        var end = 8 + (long)await output.ReadUInt32LittleAsync();
        Expect((await output.ReadAsync(4)).AsSpan().SequenceEqual("WEBP"u8), "WEBP");
        byte flags = 0;
        var order = 0;
        var frames = 0;
        while (output.Position < end)
        {
            var name = Encoding.Latin1.GetString(await output.ReadAsync(4));
            long size = await output.ReadUInt32LittleAsync();
            Expect(output.Position + size + (size & 1) <= end, "length");
            var stage = name switch { "VP8X" => 1, "ICCP" => 2, "ANIM" => 3, "ALPH" => 4, "ANMF" => 5, "VP8 " or "VP8L" => 6, "EXIF" => 7, _ => 0 };
            Expect(stage > order || (stage == 5 && order == 5), "order of chunks");
            Expect(stage is 6 or 1 || order > 0, "chunk outside the extended form");
            order = stage;
            switch (name)
            {
                case "VP8X":
                    var head = await output.ReadAsync(10);
                    Expect(size == 10 && head[1] == 0 && head[2] == 0 && head[3] == 0 && (head[0] & ~(FlagAlpha | FlagAnimation | FlagExif | FlagIcc)) == 0, name);
                    flags = head[0];
                    break;
                case "ICCP":
                    var profile = await output.ReadAsync((int)size);
                    Expect((flags & FlagIcc) != 0 && CanonicalIcc.Profiles.Any(p => p.Bytes.AsSpan().SequenceEqual(profile)), name);
                    break;
                case "EXIF":
                    var exif = await output.ReadAsync((int)size);
                    Expect((flags & FlagExif) != 0 && ExifOrientation.IsCanonical(exif), name);
                    break;
                case "ANIM":
                    Expect(size == 6 && (flags & FlagAnimation) != 0, name);
                    await output.SkipAsync(size);
                    break;
                case "ANMF":
                    Expect((flags & FlagAnimation) != 0, name);
                    await VerifyFrameAsync(output, output.Position + size);
                    frames++;
                    break;
                default:
                    Expect((flags & FlagAnimation) == 0, name);
                    frames += name == "ALPH" ? 0 : 1;
                    await output.SkipAsync(size);
                    break;
            }

            Expect((size & 1) == 0 || await output.ReadByteAsync() == 0, "padding");
        }

        Expect(frames > 0 && output.Position == end, "end");
    }

    private static async Task VerifyFrameAsync(ScrubReader output, long end)
    {
        var head = await output.ReadAsync(16);
        Expect((head[15] & 0xFC) == 0, "frame");
        var pictures = 0;
        while (output.Position < end)
        {
            var name = Encoding.Latin1.GetString(await output.ReadAsync(4));
            long size = await output.ReadUInt32LittleAsync();
            Expect(pictures == 0 && name is "ALPH" or "VP8 " or "VP8L", "frame chunk");
            pictures += name == "ALPH" ? 0 : 1;
            await output.SkipAsync(size);
            Expect((size & 1) == 0 || await output.ReadByteAsync() == 0, "padding");
        }

        Expect(pictures == 1 && output.Position == end, "frame end");
    }

    private static void Expect(bool condition, string what)
    {
        if (!condition)
        {
            throw new RefusedException(RefusalCode.VerifyFailed, $"The rebuilt WebP is not as it must be: {what}.");
        }
    }
}

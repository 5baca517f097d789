namespace ReportingService.Scrubbing.Formats.Flac;

/// <summary>FLAC (RFC 9639): the stream information and the frames; all other blocks, and whatever is not a frame, go.</summary>
internal sealed class FlacScrubber : FormatScrubber
{
    private const uint SeekTable = 3;

    public override MediaFormat? Sniff(ReadOnlySpan<byte> head) => head.StartsWith("fLaC"u8) ? MediaFormat.Flac : null;

    public override async Task ScrubAsync(ScrubReader input, ScrubWriter output, ScrubContext context)
    {
        await input.SkipAsync(4);
        StreamInfo? info = null;
        for (var last = false; !last;)
        {
            context.CountItem();
            var head = await input.ReadUInt32BigAsync();
            last = head >> 31 == 1;
            var type = (head >> 24) & 0x7F;
            var size = (int)(head & 0xFFFFFF);
            if (type == 0)
            {
                info = info is null ? StreamInfo.Read(await input.ReadAsync(Math.Min(size, 35)))
                    : throw RefusedException.Unsafe("A block that must be single occurs twice.");
                continue;
            }

            if (info is null)
            {
                throw RefusedException.Damaged("The stream information is not first.");
            }

            // Threat: comments, pictures, cue sheets, application data and padding all carry text.
            var padding = size <= input.Window && await input.FillAsync(size) >= size && Padding.Is(input.Buffered[..size]);
            if (!padding && type != SeekTable)
            {
                Count(type, context);
            }

            await input.LeaveOutAsync(output, size, "flac.blocks");
        }

        output.Write("fLaC"u8);
        output.WriteUInt32Big(0x80000022);
        output.Write(info!.Raw);
        await FramesAsync(input, output, context, info);
    }

    public override async Task VerifyAsync(ScrubReader output, ScrubContext context)
    {
        await output.RequireAsync(42);
        Check(output.Buffered.StartsWith((ReadOnlySpan<byte>)[.. "fLaC"u8, 0x80, 0, 0, 0x22]));
        var info = StreamInfo.Read(output.Buffered.Slice(8, StreamInfo.Bytes));
        output.Consume(42);
        var expect = -1;
        while (!await output.AtEndAsync())
        {
            // Own check: the frame numbers go on without a gap of bytes, headers and frames carry the right checksums.
            var frame = await NextAsync(output, info, output.Window);
            Check(frame.Length > 0);
            var strategy = output.Buffered[1];
            Check(expect < 0 || strategy == expect);
            expect = strategy;
            output.Consume(frame.Length);
        }

        Check(expect >= 0);
    }

    private static async Task FramesAsync(ScrubReader input, ScrubWriter output, ScrubContext context, StreamInfo info)
    {
        var frames = 0;
        var junk = false;
        while (!await input.AtEndAsync())
        {
            context.Checkpoint();
            var (length, ended) = await NextAsync(input, info, 64 * 1024);
            if (length == 0)
            {
                if (ended && frames > 0)
                {
                    // A cut or missing last frame, or a tag: nothing behind this point is a frame.
                    context.Removed.Add(RemovalKind.Other);
                    await input.DrainAsync();
                    return;
                }

                // Threat: bytes between frames are skipped by decoders and read by nobody. They go.
                if (!junk && frames > 0)
                {
                    context.Removed.Add(RemovalKind.Other);
                }

                junk = true;
                input.Consume(1);
                continue;
            }

            junk = false;
            frames++;
            await output.WriteAsync(input.BufferedMemory[..length]);
            input.Consume(length);
        }

        if (frames == 0)
        {
            throw RefusedException.Damaged("There is no sound.");
        }
    }

    /// <summary>Length of the frame at the reader, or 0; with it, whether the file ends before a frame could.</summary>
    private static async ValueTask<(int Length, bool Ended)> NextAsync(ScrubReader reader, StreamInfo info, int most)
    {
        var want = Math.Min(most, info.LargestFrame > 0 ? Math.Max(info.LargestFrame, 32) : 16 * 1024);
        while (true)
        {
            var have = await reader.FillAsync(want);
            var result = FlacFrame.Parse(reader.Buffered, info, out var length);
            if (result == FlacFrame.Result.Frame)
            {
                return (length, false);
            }

            if (result == FlacFrame.Result.NotAFrame)
            {
                return (0, false);
            }

            if (have < want)
            {
                return (0, true);
            }

            if (want >= most)
            {
                throw RefusedException.TooComplex("A frame is larger than the limit allows.");
            }

            want = Math.Min(most, want * 2);
        }
    }

    private static void Count(uint type, ScrubContext context) => context.Removed.Add(type switch
    {
        4 => RemovalKind.Software,
        6 => RemovalKind.Thumbnail,
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

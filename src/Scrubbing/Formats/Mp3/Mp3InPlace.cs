namespace ReportingService.Scrubbing.Formats.Mp3;

/// <summary>Layer III inside another container: frames are cleaned, bytes that are no frames become zeros, lengths stay.</summary>
internal static class Mp3InPlace
{
    private const int LongestFrame = 1441;

    public static async Task CopyAsync(ScrubReader input, ScrubWriter output, long length, ScrubContext context)
    {
        var frames = new BitReservoir(context);
        long zeros = 0;
        Mp3Header? first = null;
        var sure = false;
        while (length > 0)
        {
            await input.RequireAsync((int)Math.Min(4, length));
            if (length >= 4 && Mp3Header.TryRead(input.Buffered, out var header) && header.Size <= length)
            {
                // Behind bytes that are no frame, what looks like one may be the inside of a frame that was cut: a second makes sure.
                sure |= zeros == 0;
                if (zeros > 0)
                {
                    frames = await SettleAsync(frames, output, context);
                    await ZerosAsync(output, zeros);
                    zeros = 0;
                }

                var frame = await input.ReadAsync(header.Size);
                length -= header.Size;
                if (first is null && XingFrame.Clean(frame, header, context))
                {
                    await output.WriteAsync(frame);
                }
                else
                {
                    frames.Push(frame, header);
                    while (frames.TryTake(out var done))
                    {
                        await output.WriteAsync(done);
                    }
                }

                first ??= header;
                continue;
            }

            if (first is { } known && zeros == 0 && length < LongestFrame && await input.FillAsync((int)length) >= length
                && CutFrame.Is(input.Buffered[..(int)length], known, out var last))
            {
                frames.Push(await input.ReadAsync((int)length), last);
                break;
            }

            input.Consume(1);
            length--;
            zeros++;
        }

        if (!sure)
        {
            throw RefusedException.Damaged("There is no sound.");
        }

        await SettleAsync(frames, output, context);
        await ZerosAsync(output, zeros);
    }

    private static async Task<BitReservoir> SettleAsync(BitReservoir frames, ScrubWriter output, ScrubContext context)
    {
        frames.Finish();
        while (frames.TryTake(out var done))
        {
            await output.WriteAsync(done);
        }

        return new BitReservoir(context);
    }

    private static async Task ZerosAsync(ScrubWriter output, long count)
    {
        var zeros = new byte[4096];
        for (; count > 0; count -= zeros.Length)
        {
            await output.WriteAsync(zeros.AsMemory(0, (int)Math.Min(count, zeros.Length)));
        }
    }
}

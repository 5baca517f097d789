using System.Buffers;
using ReportingService.Scrubbing.InStream;

namespace ReportingService.Scrubbing.Formats.Mp4;

/// <summary>Moves samples from a reader to the output and cleans them on the way.</summary>
internal sealed class SamplePump(ScrubWriter output, ScrubContext context)
{
    private const int MostSampleBytes = 16 << 20;

    public async ValueTask MoveAsync(ScrubReader reader, Chunk chunk, SampleCleaner cleaner, Func<int, uint> size)
    {
        if (!cleaner.TouchesSamples)
        {
            await reader.CopyToAsync(output, chunk.Length);
            return;
        }

        var sample = chunk.FirstSample;
        var end = chunk.FirstSample + chunk.Samples;
        while (sample < end)
        {
            // As many whole samples as the piece takes that goes out next.
            long run = size(sample);
            var next = sample + 1;
            var room = output.Room;
            while (next < end && run + size(next) <= room)
            {
                run += size(next++);
            }

            if (run > ScrubWriter.LargestPiece)
            {
                await MoveLargeAsync(reader, run, cleaner);
                sample = next;
                continue;
            }

            var bytes = await output.RoomAsync((int)run);
            await reader.ReadIntoAsync(bytes);
            CleanRun(bytes.Span, sample, next, cleaner, size);
            sample = next;
        }
    }

    /// <summary>Moves chunks that lie close together and go out together.</summary>
    public async ValueTask MoveTogetherAsync(ScrubReader reader, int length, Action<Memory<byte>> clean)
    {
        var bytes = await output.RoomAsync(length);
        await reader.ReadIntoAsync(bytes);
        clean(bytes);
    }

    /// <summary>Cleans samples that follow each other.</summary>
    public void CleanRun(Span<byte> bytes, int sample, int end, SampleCleaner cleaner, Func<int, uint> size)
    {
        for (; sample < end; sample++)
        {
            var length = (int)size(sample);
            if (length > 0)
            {
                cleaner.Clean(bytes[..length], context);
            }

            bytes = bytes[length..];
        }
    }

    private async ValueTask MoveLargeAsync(ScrubReader reader, long length, SampleCleaner cleaner)
    {
        if (length > MostSampleBytes)
        {
            throw RefusedException.TooLarge("One picture is larger than the limit allows.");
        }

        var rented = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            var sample = rented.AsMemory(0, (int)length);
            await reader.ReadIntoAsync(sample);
            cleaner.Clean(sample.Span, context);
            await output.WriteAsync(sample);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }
}

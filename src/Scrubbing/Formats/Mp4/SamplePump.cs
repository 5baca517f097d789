using System.Buffers;
using System.Runtime.InteropServices;
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
            // As many whole samples as the window holds go out in one piece.
            long run = size(sample);
            var next = sample + 1;
            while (next < end && run + size(next) <= reader.Window)
            {
                run += size(next++);
            }

            if (run > reader.Window)
            {
                await MoveLargeAsync(reader, run, cleaner);
                sample = next;
                continue;
            }

            var length = (int)run;
            await reader.RequireAsync(length);
            var bytes = MemoryMarshal.AsMemory(reader.BufferedMemory[..length]);
            CleanRun(bytes.Span, sample, next, cleaner, size);
            await output.WriteAsync(bytes);
            reader.Consume(length);
            sample = next;
        }
    }

    /// <summary>Moves chunks that lie close together and fit the window, in one piece.</summary>
    public async ValueTask MoveTogetherAsync(ScrubReader reader, int length, Action<Memory<byte>> clean)
    {
        await reader.RequireAsync(length);
        var bytes = MemoryMarshal.AsMemory(reader.BufferedMemory[..length]);
        clean(bytes);
        await output.WriteAsync(bytes);
        reader.Consume(length);
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
            for (var have = 0; have < sample.Length;)
            {
                await reader.RequireAsync(1);
                var take = Math.Min(reader.Buffered.Length, sample.Length - have);
                reader.Buffered[..take].CopyTo(sample.Span[have..]);
                reader.Consume(take);
                have += take;
            }

            cleaner.Clean(sample.Span, context);
            await output.WriteAsync(sample);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }
}

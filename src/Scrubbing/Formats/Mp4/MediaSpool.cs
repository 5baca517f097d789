using ReportingService.Scrubbing.Scratch;

namespace ReportingService.Scrubbing.Formats.Mp4;

/// <summary>Media that came before its index, waiting in encrypted scratch.</summary>
internal sealed class MediaSpool(ScrubContext context) : IAsyncDisposable
{
    private readonly List<(long Start, long End, long Place)> parts = [];
    private EncryptedScratch? scratch;
    private int current;

    /// <summary>Takes a media box from the input; one without size goes on to the end of the file.</summary>
    public async ValueTask TakeAsync(ScrubReader input, long body, long end)
    {
        scratch ??= new EncryptedScratch(context);
        var place = scratch.Length;
        var toEnd = end == long.MaxValue;
        while (input.Position < end)
        {
            if (await input.FillAsync(1) == 0)
            {
                if (toEnd)
                {
                    break;
                }

                throw RefusedException.Damaged("The file ends early.");
            }

            var take = (int)Math.Min(input.Buffered.Length, end - input.Position);
            await scratch.AppendAsync(input.BufferedMemory[..take]);
            input.Consume(take);
        }

        parts.Add((body, input.Position, place));
    }

    /// <summary>A reader over everything that waits, null when nothing does.</summary>
    public ScrubReader? Open() => scratch is null ? null : new ScrubReader(scratch, context);

    /// <summary>Stands the reader before a chunk and says where its box ended; null when it lies behind everything that waits.</summary>
    public long? Seek(ScrubReader reader, Chunk chunk)
    {
        while (current < parts.Count && chunk.Offset >= parts[current].End)
        {
            current++;
        }

        if (current == parts.Count)
        {
            return null;
        }

        var (start, end, place) = parts[current];
        if (chunk.Offset < start || chunk.Offset + chunk.Length > end)
        {
            throw RefusedException.Unsafe("Samples outside the media.");
        }

        reader.Seek(place + chunk.Offset - start);
        return end;
    }

    public async ValueTask DisposeAsync()
    {
        if (scratch is not null)
        {
            await scratch.DisposeAsync();
        }
    }
}

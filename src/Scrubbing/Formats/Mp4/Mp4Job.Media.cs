using ReportingService.Scrubbing.InStream;

namespace ReportingService.Scrubbing.Formats.Mp4;

/// <summary>The samples: in the order of the file, those of the movie first, then those of each fragment.</summary>
internal sealed partial class Mp4Job
{
    private const int MostFragmentBytes = 4 << 20;

    private async ValueTask EmitSpooledAsync()
    {
        if (spool.Open() is not { } reader)
        {
            return;
        }

        while (next < plan!.Order.Length)
        {
            if (spool.Seek(reader, plan.Chunks[plan.Order[next]]) is not { } end)
            {
                // The rest lies behind the movie header.
                return;
            }

            await MoveAsync(reader, plan, end);
        }
    }

    private async ValueTask MediaAsync(long body, long end)
    {
        // Chunks of the movie first, then of the fragment before this box: only one of them can be unfinished.
        var current = fragment?.Plan ?? plan!;
        while (next < current.Order.Length)
        {
            var chunk = current.Chunks[current.Order[next]];
            if (chunk.Offset >= end)
            {
                break;
            }

            if (chunk.Offset < body || chunk.Offset + chunk.Length > end)
            {
                throw RefusedException.Unsafe("Samples outside the media.");
            }

            if (chunk.Offset > input.Position)
            {
                await input.LeaveOutAsync(output, chunk.Offset - input.Position, "mp4.unreferenced");
            }

            await MoveAsync(input, current, end);
        }

        await SkipAsync(end);
    }

    /// <summary>Moves the next chunk, and those right behind it that end before <paramref name="end"/> and go out together with it.</summary>
    private async ValueTask MoveAsync(ScrubReader reader, ChunkPlan current, long end)
    {
        var from = next;
        var chunk = current.Chunks[current.Order[next++]];
        var length = chunk.Length;
        var room = output.Room;
        while (next < current.Order.Length && current.Chunks[current.Order[next]] is var following && following.Offset == chunk.Offset + length
            && length + following.Length <= room && following.Offset + following.Length <= end)
        {
            length += following.Length;
            next++;
        }

        if (next == from + 1)
        {
            var (cleaner, size) = LayoutOf(chunk);
            await pump.MoveAsync(reader, chunk, cleaner, size);
            return;
        }

        var to = next;
        await pump.MoveTogetherAsync(reader, (int)length, bytes =>
        {
            for (var i = from; i < to; i++)
            {
                var part = current.Chunks[current.Order[i]];
                var (cleaner, size) = LayoutOf(part);
                if (cleaner.TouchesSamples)
                {
                    pump.CleanRun(bytes.Span, part.FirstSample, part.FirstSample + part.Samples, cleaner, size);
                }

                bytes = bytes[(int)part.Length..];
            }
        });
    }

    private (SampleCleaner Cleaner, Func<int, uint> Size) LayoutOf(Chunk chunk)
    {
        if (fragment is not null)
        {
            var part = fragment.Tracks[chunk.Track];
            return (part.Track.Entries[(int)chunk.Description - 1].Cleaner, i => part.Samples[i].Size);
        }

        var track = movie!.Tracks[chunk.Track];
        return (track.Entries[(int)chunk.Description - 1].Cleaner, track.Table.Size);
    }

    private async ValueTask FragmentAsync(long start, long length)
    {
        if (movie is not { Fragmented: true })
        {
            throw RefusedException.Unsafe("A fragment without its movie header.");
        }

        if (length > MostFragmentBytes)
        {
            throw RefusedException.TooComplex("Larger tables than the limit allows.");
        }

        RequireDone();
        var bytes = await input.ReadAsync((int)length);
        fragment = Fragment.Parse(bytes, start, movie, context);
        RequireBehind();
        next = 0;
        if (fragment.Plan.Total > 0)
        {
            await output.WriteAsync(fragment.Write(++fragments));
        }
    }

    private void RequireBehind()
    {
        if (fragment!.Plan.Order.Length > 0 && fragment.Plan.Chunks[fragment.Plan.Order[0]].Offset < input.Position)
        {
            throw RefusedException.Unsafe("Samples outside the media.");
        }
    }

    private bool IsDone() => next == (fragment?.Plan ?? plan!).Order.Length;

    private void RequireDone()
    {
        if (!IsDone())
        {
            throw RefusedException.Damaged("The file ends before its samples.");
        }
    }
}

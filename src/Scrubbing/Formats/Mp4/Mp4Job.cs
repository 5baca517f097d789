using System.Buffers.Binary;
using ReportingService.Scrubbing.IsoBmff;

namespace ReportingService.Scrubbing.Formats.Mp4;

/// <summary>
/// One file: walks its top-level boxes. Media that comes before its index waits in encrypted scratch; all other media streams
/// through.
/// </summary>
internal sealed partial class Mp4Job(ScrubReader input, ScrubWriter output, ScrubContext context) : IAsyncDisposable
{
    private const int MostMovieBytes = 12 << 20;

    private readonly MediaSpool spool = new(context);
    private readonly SamplePump pump = new(output, context);
    private Mp4Movie? movie;
    private ChunkPlan? plan;
    private Fragment? fragment;
    private uint fragments;
    private int next;
    private bool quickTime;

    public async Task RunAsync()
    {
        quickTime = context.Format == MediaFormat.QuickTime;
        while (await NextBoxAsync() is { } box)
        {
            await BoxAsync(box.Type, box.Start, box.Body, box.End);
        }

        if (movie is null)
        {
            throw RefusedException.Damaged("There is no movie header.");
        }

        RequireDone();
        if (movie.Fragmented && fragments == 0 && plan!.Total == 0)
        {
            throw RefusedException.Damaged("There is no media.");
        }

        if (!movie.HasVideo && context.Format == MediaFormat.Mp4)
        {
            context.Format = MediaFormat.M4a;
        }
    }

    public ValueTask DisposeAsync() => spool.DisposeAsync();

    private async ValueTask<(uint Type, long Start, long Body, long End)?> NextBoxAsync()
    {
        var start = input.Position;
        var have = await input.FillAsync(16);
        if (have == 0)
        {
            return null;
        }

        if (have >= 8)
        {
            context.CountItem();
            long size = BinaryPrimitives.ReadUInt32BigEndian(input.Buffered);
            var type = BinaryPrimitives.ReadUInt32BigEndian(input.Buffered[4..]);
            var header = 8;
            if (size == 1 && have >= 16)
            {
                size = BinaryPrimitives.ReadInt64BigEndian(input.Buffered[8..]);
                header = 16;
            }

            var toEnd = size == 0 && (type == FourCc.Of("mdat") || type == FourCc.Of("moov"));
            if (toEnd || (size >= header && size <= long.MaxValue - start && IsPrintable(type)))
            {
                input.Consume(header);
                return (type, start, start + header, toEnd ? long.MaxValue : start + size);
            }
        }

        // Threat: trailers behind the last box (second files, maker notes) are not boxes. Whole movie read: they go. Else: damaged.
        if (movie is null || !IsDone())
        {
            throw RefusedException.Damaged("Bytes between boxes.");
        }

        context.Removed.Add(RemovalKind.Other);
        await input.DrainAsync();
        return null;
    }

    private async ValueTask BoxAsync(uint type, long start, long body, long end)
    {
        switch (FourCc.Text(type))
        {
            case "ftyp":
                quickTime = context.Format == MediaFormat.QuickTime;
                await SkipAsync(end);
                break;
            case "moov":
                await MovieAsync(end - body);
                break;
            case "moof":
                await FragmentAsync(start, end - body);
                break;
            case "mdat" when movie is null:
                await spool.TakeAsync(input, body, end);
                break;
            case "mdat":
                await MediaAsync(body, end);
                break;
            case "mdia" or "mvhd" or "trak" or "stbl":
                throw RefusedException.Damaged("A box in the wrong place.");
            default:
                await LeaveOutAsync(type, body, end);
                break;
        }
    }

    private async ValueTask LeaveOutAsync(uint type, long body, long end)
    {
        if (type == FourCc.Of("pssh"))
        {
            throw new RefusedException(RefusalCode.Encrypted, "The movie is encrypted.");
        }

        var look = (int)Math.Min(end - body, input.Window);
        if (look > 0 && await input.FillAsync(look) >= look)
        {
            if (type == FourCc.Of("meta") || type == FourCc.Of("uuid") || type == FourCc.Of("udta"))
            {
                MetadataTally.Count(input.Buffered[..look], context);
            }
            else if (type == FourCc.Of("pnot") || type == FourCc.Of("PICT"))
            {
                context.Removed.Add(RemovalKind.Thumbnail);
            }
            else if (input.Buffered[..look].ContainsAnyExcept((byte)0) && type != FourCc.Of("sidx") && type != FourCc.Of("styp") && type != FourCc.Of("mfra"))
            {
                context.Removed.Add(RemovalKind.Other);
            }
        }

        await input.LeaveOutAsync(output, end - input.Position, "mp4.boxes");
    }

    private async ValueTask MovieAsync(long length)
    {
        if (movie is not null)
        {
            throw RefusedException.Unsafe("A box that must be single occurs twice.");
        }

        if (length > MostMovieBytes && length < long.MaxValue / 2)
        {
            throw RefusedException.TooComplex("Larger tables than the limit allows.");
        }

        if (length >= long.MaxValue / 2)
        {
            throw RefusedException.Unsafe("A movie header without size.");
        }

        // The tables are held twice: as they came and as they go.
        await context.TakeTableMemoryAsync(length * 2);
        var bytes = await input.ReadAsync((int)length);
        movie = MovieParser.Parse(bytes, quickTime, context);
        plan = await ChunkPlan.MakeAsync(movie.Tracks, context);
        if (plan.Total == 0 && !movie.Fragmented)
        {
            throw RefusedException.Damaged("There is no media.");
        }

        await output.WriteAsync(MovieWriter.Write(movie, plan, context));
        await EmitSpooledAsync();
    }

    private async ValueTask SkipAsync(long end)
    {
        if (end == long.MaxValue)
        {
            await input.DrainAsync();
        }
        else
        {
            await input.SkipAsync(end - input.Position);
        }
    }

    private static bool IsPrintable(uint type)
    {
        for (var shift = 24; shift >= 0; shift -= 8)
        {
            if (((type >> shift) & 0xFF) is not ((>= 0x20 and <= 0x7E) or 0xA9))
            {
                return false;
            }
        }

        return true;
    }
}

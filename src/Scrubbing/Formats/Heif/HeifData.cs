namespace ReportingService.Scrubbing.Formats.Heif;

/// <summary>Item data: loaded one item at a time, reduced to the ranges that are picture.</summary>
internal sealed class HeifData(ScrubReader reader, long fileLength, HeifMeta meta, ScrubContext context)
{
    private const int MaxReported = 1 << 20;

    private readonly Dictionary<HeifItem, List<(int Offset, int Length)>> ranges = [];
    private byte[] buffer = [];
    private long total;

    public async ValueTask MeasureAsync(HeifItem item, HeifGraph graph)
    {
        var data = await LoadAsync(item);
        var everything = !context.Rules.Hold(HeifRules.InStream);
        var dropped = false;
        List<(int Offset, int Length)> kept;
        switch (item.Type)
        {
            case "hvc1":
                var config = graph.Configuration(item, "hvcC") ?? throw RefusedException.Damaged("An HEVC item without configuration.");
                kept = CodedPicture.HevcRanges(data.Span, CodedPicture.HevcLengthSize(config), everything, out dropped);
                break;
            case "av01":
                kept = CodedPicture.Av1Ranges(data.Span, everything, out dropped);
                break;
            case "grid" or "iovl" or "iden":
                CodedPicture.CheckDerived(item.Type, data.Span, HeifGraph.Inputs(item).Length, context);
                kept = data.Length > 0 ? [(0, data.Length)] : [];
                break;
            default:
                kept = [(0, data.Length)];
                break;
        }

        if (dropped)
        {
            context.Removed.Add(RemovalKind.Other);
        }

        ranges[item] = Joined(kept);
        item.OutLength = kept.Sum(r => (long)r.Length);
        if (item.OutLength == 0 && item.Type is "hvc1" or "av01" && kept.Count == 0)
        {
            throw RefusedException.Damaged("A picture item without picture.");
        }

        total += item.OutLength;
        if (total > fileLength)
        {
            // Threat: many items over the same bytes make a small file large.
            throw RefusedException.Unsafe("Items that use the same bytes again and again.");
        }
    }

    public async ValueTask WriteAsync(HeifItem item, ScrubWriter output)
    {
        var data = await LoadAsync(item);
        foreach (var (offset, length) in ranges[item])
        {
            await output.WriteAsync(data.Slice(offset, length));
        }
    }

    public async ValueTask ReportDroppedAsync(HeifGraph graph)
    {
        foreach (var item in graph.Dropped)
        {
            if (graph.IsThumbnail(item))
            {
                context.Removed.Add(RemovalKind.Thumbnail);
            }
            else if (item.Type is "Exif" or "mime" && item.Extents.Sum(e => e.Length) is > 0 and < MaxReported && await TryLoadAsync(item) is { Length: > 4 } data)
            {
                if (item.Type == "Exif")
                {
                    var at = Math.Max(data.Span.IndexOf("II*\0"u8), data.Span.IndexOf("MM\0*"u8));
                    ExifWalker.Walk(at < 0 ? default : data.Span[at..], context.Removed);
                }
                else
                {
                    TextScan.Classify(data.Span, context.Removed);
                }
            }
            else if (item.Type.Length > 0)
            {
                context.Removed.Add(RemovalKind.Other);
            }
        }
    }

    private static List<(int Offset, int Length)> Joined(List<(int Offset, int Length)> ranges)
    {
        var joined = new List<(int Offset, int Length)>();
        foreach (var range in ranges)
        {
            if (joined.Count > 0 && joined[^1].Offset + joined[^1].Length == range.Offset)
            {
                joined[^1] = (joined[^1].Offset, joined[^1].Length + range.Length);
            }
            else
            {
                joined.Add(range);
            }
        }

        return joined;
    }

    private async ValueTask<ReadOnlyMemory<byte>> TryLoadAsync(HeifItem item)
    {
        try
        {
            return await LoadAsync(item);
        }
        catch (RefusedException)
        {
            // Only for the report: an item that is dropped may be as broken as it likes.
            return default;
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>> LoadAsync(HeifItem item)
    {
        var length = item.Extents.Sum(e => e.Length);
        if (item.Construction is not (0 or 1))
        {
            throw RefusedException.NotSupported("Item data in another file or item.");
        }

        if (length > context.Limits.MaxTableBytes / 2)
        {
            throw RefusedException.TooComplex("An item larger than the limit allows.");
        }

        if (length > buffer.Length)
        {
            // The second reader holds the item once more.
            await context.TakeTableMemoryAsync(2 * (length - buffer.Length));
            buffer = new byte[length];
        }

        var at = 0;
        foreach (var (offset, size) in item.Extents)
        {
            var end = item.Construction == 0 ? fileLength : meta.IdatLength;
            if (size == 0 || offset > end || size > end - offset)
            {
                throw RefusedException.Damaged("Item data outside the file.");
            }

            if (item.Construction == 1)
            {
                meta.Payload.AsSpan(meta.IdatStart + (int)offset, (int)size).CopyTo(buffer.AsSpan(at));
                at += (int)size;
                continue;
            }

            reader.Seek(offset);
            for (var left = (int)size; left > 0;)
            {
                await reader.RequireAsync(1);
                var take = Math.Min(left, reader.Buffered.Length);
                reader.Buffered[..take].CopyTo(buffer.AsSpan(at));
                reader.Consume(take);
                at += take;
                left -= take;
            }
        }

        return buffer.AsMemory(0, (int)length);
    }
}

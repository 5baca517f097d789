using System.Buffers.Binary;
using System.Text;
using ReportingService.Scrubbing.Scratch;

namespace ReportingService.Scrubbing.Formats.Heif;

/// <summary>Rebuilds a HEIC or AVIF still from its primary item, its tiles and its transparency. See README.md of this folder.</summary>
internal sealed partial class HeifScrubber : FormatScrubber
{
    private const int MaxMeta = 8 << 20;

    public override MediaFormat? Sniff(ReadOnlySpan<byte> head)
    {
        if (head.Length < 16 || !head.Slice(4, 4).SequenceEqual("ftyp"u8))
        {
            return null;
        }

        return Encoding.Latin1.GetString(head.Slice(8, 4)) switch
        {
            "heic" or "heix" or "heim" or "heis" or "hevc" or "hevx" or "mif1" or "msf1" or "miaf" => MediaFormat.Heic,
            "avif" or "avis" => MediaFormat.Avif,
            _ => null,
        };
    }

    public override async Task ScrubAsync(ScrubReader input, ScrubWriter output, ScrubContext context)
    {
        // Item data may stand anywhere: the original waits in scratch.
        using var scratch = new EncryptedScratch(context);
        while (await input.FillAsync(1) > 0)
        {
            await scratch.AppendAsync(input.BufferedMemory);
            input.Consume(input.Buffered.Length);
        }

        var reader = new ScrubReader(scratch, context);
        var (brands, payload) = await FindMetaAsync(reader, scratch.Length, context);
        await context.TakeTableMemoryAsync(payload.Length * 2L);
        var meta = new HeifMeta(payload, context);
        var graph = new HeifGraph(meta, context);
        var data = new HeifData(reader, scratch.Length, meta, context);
        await data.ReportDroppedAsync(graph);
        foreach (var item in graph.Kept)
        {
            await data.MeasureAsync(item, graph);
        }

        context.Format = graph.IsAvif ? MediaFormat.Avif : MediaFormat.Heic;
        await new HeifWriter(graph, context).WriteAsync(output, brands, data);
    }

    private static async ValueTask<(HashSet<string> Brands, byte[] Meta)> FindMetaAsync(ScrubReader reader, long length, ScrubContext context)
    {
        HashSet<string> brands = [];
        byte[]? meta = null;
        while (reader.Position < length)
        {
            context.CountItem();
            var start = reader.Position;
            await reader.RequireAsync(8);
            long size = BinaryPrimitives.ReadUInt32BigEndian(reader.Buffered);
            var type = Encoding.Latin1.GetString(reader.Buffered.Slice(4, 4));
            var head = 8;
            if (size == 1)
            {
                await reader.RequireAsync(16);
                size = (long)Math.Min(long.MaxValue, BinaryPrimitives.ReadUInt64BigEndian(reader.Buffered[8..]));
                head = 16;
            }
            else if (size == 0)
            {
                size = length - start;
            }

            if (size < head || size > length - start)
            {
                if (meta is null)
                {
                    throw RefusedException.Damaged("A box longer than the file.");
                }

                // Behind the index nothing else is needed but the ranges it names; those are checked one by one.
                context.Removed.Add(RemovalKind.Other);
                break;
            }

            reader.Consume(head);
            switch (type)
            {
                case "ftyp":
                    var body = await reader.ReadAsync((int)Math.Min(size - head, 4096));
                    for (var i = 0; i + 4 <= body.Length; i += 4)
                    {
                        brands.Add(Encoding.Latin1.GetString(body, i, 4));
                    }

                    break;
                case "meta" when meta is null:
                    if (size - head > MaxMeta || size - head < 4)
                    {
                        throw RefusedException.TooComplex("An item index larger than the limit allows.");
                    }

                    meta = await reader.ReadAsync((int)(size - head));
                    break;
                case "mdat" or "free" or "skip":
                    break;
                default:
                    context.Removed.Add(RemovalKind.Other);
                    break;
            }

            reader.Seek(start + size);
        }

        return (brands, meta ?? throw RefusedException.NotSupported("An image sequence without still picture."));
    }
}

using System.Buffers.Binary;

namespace ReportingService.Scrubbing.Formats.Matroska;

/// <summary>Gathers blocks and writes them as clusters of known size, at most about a megabyte each.</summary>
internal sealed class ClusterWriter(ScrubWriter output)
{
    private const int MostBytes = 1 << 20;

    private readonly EbmlWriter blocks = new();
    private long time;
    private bool fresh = true;

    public bool Any { get; private set; }

    public async ValueTask StartAsync(long clusterTime)
    {
        await FlushAsync();
        time = clusterTime;
        fresh = false;
    }

    public async ValueTask AddAsync(byte[] block, uint id, EbmlWriter? rest, long blockTime)
    {
        var shift = blockTime - time;
        if (fresh || shift is < short.MinValue or > short.MaxValue || (blocks.Count > 0 && blocks.Count + block.Length > MostBytes))
        {
            await FlushAsync();
            time = Math.Max(0, blockTime);
            fresh = false;
        }

        BinaryPrimitives.WriteInt16BigEndian(block.AsSpan(1), (short)(blockTime - time));
        if (id == EbmlId.SimpleBlock)
        {
            blocks.Binary(id, block);
        }
        else
        {
            var group = new EbmlWriter();
            group.Binary(EbmlId.Block, block);
            group.Raw(rest!.Written.Span);
            blocks.Master(EbmlId.BlockGroup, group);
        }
    }

    public async ValueTask FlushAsync()
    {
        if (blocks.Count == 0)
        {
            return;
        }

        Any = true;
        var head = new EbmlWriter();
        var stamp = new EbmlWriter();
        stamp.Number(EbmlId.Timestamp, (ulong)time);
        head.Head(EbmlId.Cluster, stamp.Count + blocks.Count);
        head.Raw(stamp.Written.Span);
        await output.WriteAsync(head.Written);
        await output.WriteAsync(blocks.Written);
        blocks.Clear();
    }
}

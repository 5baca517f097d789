using System.Buffers.Binary;
using ReportingService.Scrubbing.Scratch;

namespace ReportingService.Scrubbing.Formats.Matroska;

/// <summary>Gathers blocks into clusters of known size, at most about a megabyte each, and notes where key frames are.</summary>
internal sealed class ClusterWriter(EncryptedScratch clusters, CueList cues)
{
    private const int MostBytes = 1 << 20;

    private readonly EbmlWriter blocks = new();
    private long time;
    private bool fresh = true;
    private long? key;

    /// <summary>The track whose key frames are places to begin at.</summary>
    public ulong Leading { get; set; }

    public bool Any { get; private set; }

    public async ValueTask StartAsync(long clusterTime)
    {
        await FlushAsync();
        time = clusterTime;
        fresh = false;
    }

    public async ValueTask AddAsync(byte[] block, EbmlWriter? rest, bool isKey, long blockTime)
    {
        var shift = blockTime - time;
        if (fresh || shift is < short.MinValue or > short.MaxValue || (blocks.Count > 0 && blocks.Count + block.Length > MostBytes))
        {
            await FlushAsync();
            time = Math.Max(0, blockTime);
            fresh = false;
        }

        if (isKey && (ulong)(block[0] & 0x7F) == Leading)
        {
            key ??= blockTime;
        }

        BinaryPrimitives.WriteInt16BigEndian(block.AsSpan(1), (short)(blockTime - time));
        if (rest is null)
        {
            blocks.Binary(EbmlId.SimpleBlock, block);
        }
        else
        {
            var group = new EbmlWriter();
            group.Binary(EbmlId.Block, block);
            group.Raw(rest.Written.Span);
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
        if (key is { } first)
        {
            cues.Add(first, (byte)Leading, clusters.Length);
            key = null;
        }

        var head = new EbmlWriter();
        var stamp = new EbmlWriter();
        stamp.Number(EbmlId.Timestamp, (ulong)time);
        head.Head(EbmlId.Cluster, stamp.Count + blocks.Count);
        head.Raw(stamp.Written.Span);
        await clusters.AppendAsync(head.Written);
        await clusters.AppendAsync(blocks.Written);
        blocks.Clear();
    }
}

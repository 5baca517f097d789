using System.Buffers.Binary;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace ReportingService.Data;

/// <summary>Stages blocks of 4 MiB; the commit of the list makes the blob exist. Blocks never committed are dropped by the service.</summary>
internal sealed class AzureSealedBlobWriter(string name, BlockBlobClient blob) : SealedBlobWriter
{
    private const int BlockSize = 4 << 20;

    private readonly List<string> _blocks = [];
    private readonly byte[] _buffer = new byte[BlockSize];
    private int _filled;

    public override string Name => name;

    public override void Flush()
    {
        // Blocks leave when they are full; only the commit makes them durable.
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Write asynchronously.");

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var taken = Math.Min(buffer.Length, BlockSize - _filled);
            buffer[..taken].CopyTo(_buffer.AsMemory(_filled));
            _filled += taken;
            buffer = buffer[taken..];
            if (_filled == BlockSize)
            {
                await StageAsync(cancellationToken);
            }
        }
    }

    public override async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (_filled > 0)
        {
            await StageAsync(cancellationToken);
        }

        // Fails if the name exists: a blob is written once.
        var options = new CommitBlockListOptions { Conditions = new BlobRequestConditions { IfNoneMatch = Azure.ETag.All } };
        await blob.CommitBlockListAsync(_blocks, options, cancellationToken);
    }

    private async Task StageAsync(CancellationToken cancellationToken)
    {
        var id = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(id, _blocks.Count);
        var blockId = Convert.ToBase64String(id);
        using var content = new MemoryStream(_buffer, 0, _filled, writable: false);
        await blob.StageBlockAsync(blockId, content, cancellationToken: cancellationToken);
        _blocks.Add(blockId);
        _filled = 0;
    }
}

namespace ReportingService.Data;

/// <summary>A blob being written. Disposing it before <see cref="CommitAsync"/> leaves nothing behind.</summary>
public abstract class SealedBlobWriter : Stream
{
    /// <summary>The random name to store in the row.</summary>
    public abstract string Name { get; }

    /// <summary>Makes the blob durable: when this returns, a power cut no longer loses it.</summary>
    public abstract Task CommitAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}

namespace ReportingService.Intake.ReceiveFiles;

/// <summary>A file's bytes as they come in, counted; ends with an exception at its limit.</summary>
internal sealed class CountingStream(Stream inner, long limit) : Stream
{
    private readonly byte[] first = new byte[1];
    private bool firstWaits;

    public long Count { get; private set; }

    public bool Exceeded => Count > limit;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>True when there is not one byte.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken cancellationToken)
    {
        firstWaits = await inner.ReadAsync(first, cancellationToken) == 1;
        return !firstWaits;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        int read;
        if (firstWaits)
        {
            buffer.Span[0] = first[0];
            firstWaits = false;
            read = 1;
        }
        else
        {
            read = await inner.ReadAsync(buffer, cancellationToken);
        }

        Count += read;
        return Exceeded ? throw new FileTooLargeException() : read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

using Microsoft.Win32.SafeHandles;

namespace ReportingService.Scrubbing;

/// <summary>
/// A file read or written front to back. Its asynchronous calls work at once: the scrubber has a thread of its own, and handing
/// each piece to another one costs more than the piece itself.
/// </summary>
internal sealed class SequentialFile(SafeFileHandle handle, bool writes) : Stream
{
    private const long FlushEvery = 32 << 20;

    private long position;
    private long flushAt = FlushEvery;
    private Task flushing = Task.CompletedTask;

    public long Size => RandomAccess.GetLength(handle);

    public override bool CanRead => !writes;

    public override bool CanSeek => false;

    public override bool CanWrite => writes;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => position; set => throw new NotSupportedException(); }

    public static SequentialFile OpenRead(string path) =>
        new(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.SequentialScan), writes: false);

    public static SequentialFile Create(string path) =>
        new(File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.None), writes: true);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override int Read(Span<byte> buffer)
    {
        var read = RandomAccess.Read(handle, buffer, position);
        position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        RandomAccess.Write(handle, buffer, position);
        position += buffer.Length;
        if (position >= flushAt && flushing.IsCompletedSuccessfully)
        {
            // The disk works while the rest is made, so that little is left to wait for at the end.
            flushAt = position + FlushEvery;
            flushing = Task.Run(() => RandomAccess.FlushToDisk(handle));
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => RandomAccess.FlushToDisk(handle);

    /// <summary>On the disk when done: a file that gets its name before its bytes are there is empty after a power cut.</summary>
    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await flushing.WaitAsync(cancellationToken).ConfigureAwait(false);
        Flush();
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            handle.Dispose();
        }

        base.Dispose(disposing);
    }
}

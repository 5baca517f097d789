using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace ReportingService.Scrubbing.Scratch;

/// <summary>
/// A seekable stream that is written once, front to back, and then read anywhere. Small contents stay in memory;
/// larger ones go to an unlinked file in pages of 64 KiB, each AES-256-GCM under a key that exists only in this object.
/// </summary>
/// <remarks>
/// Not thread-safe. <see cref="AppendAsync"/> first, then only reading. Dispose destroys the key and gives the room back.
/// Room is booked against the shared <see cref="ScrubBudget"/> before it is used: without room the file waits, then is refused
/// with <c>busy</c>. Without a folder everything stays in memory and is booked as memory.
/// </remarks>
internal sealed partial class EncryptedScratch : Stream
{
    internal const int PageBytes = 64 << 10;
    private const int TagBytes = 16;
    private const int StoredPage = PageBytes + TagBytes;
    private const int PagesAtOnce = 8;

    private const int InMemoryAtMost = 256 << 10;
    private const long BookingStep = 8 << 20;

    private readonly ScrubContext context;
    private readonly string? folder;
    private AesGcm? cipher;
    private SafeFileHandle? file;
    private byte[] memory = [];
    private byte[]? sealedPages;
    private byte[]? openPages;
    private long openFirst = -1;
    private int openCount;
    private int filled;
    private long pagesWritten;
    private long booked;
    private readonly bool bookedMemory;
    private long length;
    private bool finished;
    private bool disposed;

    public EncryptedScratch(ScrubContext context)
    {
        this.context = context;
        folder = context.Options.ScratchFolder;
        bookedMemory = folder is null;
    }

    /// <inheritdoc/>
    public override bool CanRead => !disposed;

    /// <inheritdoc/>
    public override bool CanSeek => !disposed;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override long Position { get; set; }

    /// <summary>True once the contents moved to the encrypted file.</summary>
    public bool OnDisk => file is not null;

    /// <summary>Appends bytes. Not allowed after the first read.</summary>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (length + bytes.Length > booked)
        {
            await BookAsync();
        }

        Append(bytes.Span);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (finished)
        {
            throw new InvalidOperationException("A scratch is written once and then read.");
        }

        while (bytes.Length > 0)
        {
            if (file is null && filled == memory.Length && !GrowMemory())
            {
                MoveToFile();
            }

            var take = Math.Min(memory.Length - filled, bytes.Length);
            bytes[..take].CopyTo(memory.AsSpan(filled));
            filled += take;
            length += take;
            bytes = bytes[take..];
            if (file is not null && filled == memory.Length)
            {
                SealMemory();
            }
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    /// <exception cref="CryptographicException">The file was altered by someone else.</exception>
    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        Finish();
        if (Position >= length || buffer.Length == 0)
        {
            return 0;
        }

        int take;
        if (file is null)
        {
            take = (int)Math.Min(buffer.Length, length - Position);
            memory.AsSpan((int)Position, take).CopyTo(buffer);
        }
        else
        {
            var page = Position / PageBytes;
            if (page < openFirst || page >= openFirst + openCount || openFirst < 0)
            {
                OpenPages(page);
            }

            var start = (int)(Position - openFirst * PageBytes);
            var available = (int)Math.Min((long)openCount * PageBytes, length - openFirst * PageBytes) - start;
            take = Math.Min(available, buffer.Length);
            openPages.AsSpan(start, take).CopyTo(buffer);
        }

        Position += take;
        return take;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => length + offset,
    };

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !disposed)
        {
            disposed = true;
            cipher?.Dispose();
            file?.Dispose();
            CryptographicOperations.ZeroMemory(memory);
            CryptographicOperations.ZeroMemory(openPages);
            context.Options.Budget.Return(bookedMemory ? booked : 0, bookedMemory ? 0 : booked);
        }

        base.Dispose(disposing);
    }

    // Threat: many uploads at once fill the disk and the service stops for everybody.
    private async ValueTask BookAsync()
    {
        if (booked >= context.Limits.MaxScratchBytes)
        {
            throw RefusedException.TooLarge("More scratch than the limit allows.");
        }

        var step = Math.Min(BookingStep, context.Limits.MaxScratchBytes - booked);
        if (bookedMemory)
        {
            await context.Options.Budget.TakeMemoryAsync(step, context.Cancellation);
        }
        else
        {
            await context.Options.Budget.TakeScratchAsync(step, context.Cancellation);
        }

        booked += step;
    }

    private bool GrowMemory()
    {
        var most = folder is null ? 1 << 30 : InMemoryAtMost;
        if (memory.Length >= most)
        {
            return false;
        }

        var grown = new byte[(int)Math.Min(most, Math.Max(PageBytes, memory.Length * 2L))];
        memory.CopyTo(grown, 0);
        CryptographicOperations.ZeroMemory(memory);
        memory = grown;
        return true;
    }
}

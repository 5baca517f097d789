namespace ReportingService.Sealing;

/// <summary>
/// Writes a medium sealed to a case into an inner stream, 64 KiB at a time (STREAM over AES-256-GCM; EnvelopeFormat.md, 6). Memory:
/// two chunks. The envelope is valid only after <see cref="CompleteAsync"/>; a stream disposed before stays unopenable, so an
/// upload that was cut cannot pass for a whole one.
/// </summary>
public sealed class SealingStream : Stream
{
    /// <summary>Starts an envelope. The header is written with the first chunk. <paramref name="inner"/> is not disposed.</summary>
    public SealingStream(Stream inner, PublicKey caseKey, EnvelopeContext context) => throw new NotSupportedException();

    /// <summary>Bytes of plaintext written so far.</summary>
    public long PlainLength => throw new NotSupportedException();

    /// <summary>Bytes of envelope written to the inner stream so far; after completion the stored size (a padding bucket).</summary>
    public long SealedLength => throw new NotSupportedException();

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

    /// <summary>Pads, writes the last chunk and ends the envelope. Does not flush the inner stream to disk.</summary>
    public Task CompleteAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>Nothing to do: whole chunks are passed on as they fill; a partial one waits for <see cref="CompleteAsync"/>.</summary>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

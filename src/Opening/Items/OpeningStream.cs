using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>
/// Reads a sealed medium at any position (HTTP ranges), decrypting only the chunks asked for. Opening checks the last chunk first,
/// so a cut or lengthened envelope is refused before the first byte is served; every chunk is authenticated before its bytes are returned.
/// </summary>
public sealed class OpeningStream : Stream
{
    private OpeningStream()
    {
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <summary>Length of the medium, without padding.</summary>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Opens an envelope over a seekable stream, which the result takes over and disposes.</summary>
    /// <exception cref="SealBrokenException">Damaged, cut, lengthened, moved, or sealed to another key.</exception>
    public static Task<OpeningStream> OpenAsync(Stream sealedMedium, CaseKey key, EnvelopeContext context, CancellationToken cancellationToken = default)
        => throw new NotSupportedException();

    /// <inheritdoc/>
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

using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ReportingService.Sealing;

/// <summary>
/// Writes a medium sealed to a case into an inner stream, 64 KiB at a time (STREAM over AES-256-GCM; EnvelopeFormat.md, 7). Memory:
/// two chunks. The envelope is valid only after <see cref="CompleteAsync"/>; a stream disposed before stays unopenable, so an
/// upload that was cut cannot pass for a whole one.
/// </summary>
public sealed class SealingStream : Stream
{
    private readonly Stream _inner;
    private readonly ContentKey _key;
    private readonly AesGcm _cipher;
    private readonly byte[] _header;
    private readonly byte[] _aad;
    private readonly byte[] _plain = GC.AllocateUninitializedArray<byte>(StreamLayout.ChunkSize, pinned: true);
    private readonly byte[] _sealed = new byte[StreamLayout.SealedChunkSize];
    private readonly byte[] _nonce = new byte[HpkeAead.NonceSize];
    private int _filled;
    private long _index;
    private long _written;
    private bool _headerWritten;
    private bool _writing;
    private bool _completed;
    private bool _disposed;

    /// <summary>Starts an envelope. The header is written with the first chunk. <paramref name="inner"/> is not disposed.</summary>
    /// <param name="inner">Where the envelope goes: a sealed blob.</param>
    /// <param name="reporter">From the receipt: the sender of the content key, so that nobody else can put a medium in its place.</param>
    /// <param name="theCase">The case, recognised by the receipt or made just now.</param>
    /// <param name="context">With <see cref="Purpose.Media"/> and the id of the stored row.</param>
    public SealingStream(Stream inner, ReporterKey reporter, VouchedCase theCase, EnvelopeContext context)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(reporter);
        ArgumentNullException.ThrowIfNull(theCase);
        theCase.CheckIsOf(context);
        ItemAuthors.Require(context.Purpose, ItemAuthor.Reporter);
        _inner = inner;
        var bound = context.ToAad();
        _key = ContentKey.Fresh();
        var slot = HpkeSender.SealAuth(reporter.Agreement, theCase.Key, ContentKey.SlotInfo, ContentKey.SlotAad(bound, EnvelopeForm.Medium, 0), _key.Span);
        _header = _key.Header(EnvelopeForm.Medium, bound, slot);
        _aad = [.. bound, .. _header];
        _cipher = _key.Cipher("stream");
    }

    /// <summary>Bytes of plaintext written so far, without padding.</summary>
    public long PlainLength { get; private set; }

    /// <summary>Bytes of envelope written to the inner stream so far; after completion the stored size (a padding bucket).</summary>
    public long SealedLength => _written;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => !_disposed && !_completed;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ThrowUnlessOpen();
        while (!buffer.IsEmpty)
        {
            if (_filled == StreamLayout.ChunkSize)
            {
                WriteSealed(SealChunk(last: false));
            }

            buffer = buffer[Take(buffer)..];
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ThrowUnlessOpen();
        while (!buffer.IsEmpty)
        {
            if (_filled == StreamLayout.ChunkSize)
            {
                await WriteSealedAsync(SealChunk(last: false), cancellationToken).ConfigureAwait(false);
            }

            buffer = buffer[Take(buffer.Span)..];
        }
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Pads, writes the last chunk and ends the envelope. Does not flush the inner stream to disk.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken = default)
    {
        ThrowUnlessOpen();
        var left = Padding.PaddedMedium(PlainLength) - PlainLength;
        while (true)
        {
            if (_filled == StreamLayout.ChunkSize)
            {
                await WriteSealedAsync(SealChunk(last: false), cancellationToken).ConfigureAwait(false);
            }

            var zeros = (int)Math.Min(StreamLayout.ChunkSize - _filled, left);
            _plain.AsSpan(_filled, zeros).Clear();
            _filled += zeros;
            left -= zeros;
            if (left == 0)
            {
                break;
            }
        }

        // Padded lengths are multiples of 1024, so the eight bytes of the length never straddle two chunks.
        BinaryPrimitives.WriteInt64BigEndian(_plain.AsSpan(_filled - Padding.LengthTrailer, Padding.LengthTrailer), PlainLength);
        await WriteSealedAsync(SealChunk(last: true), cancellationToken).ConfigureAwait(false);
        _completed = true;
        Erase();
    }

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
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            Erase();
        }

        base.Dispose(disposing);
    }

    private int Take(ReadOnlySpan<byte> buffer)
    {
        var taken = Math.Min(StreamLayout.ChunkSize - _filled, buffer.Length);
        buffer[..taken].CopyTo(_plain.AsSpan(_filled));
        _filled += taken;
        PlainLength += taken;
        return taken;
    }

    private ReadOnlyMemory<byte> SealChunk(bool last)
    {
        StreamLayout.WriteNonce(_nonce, _index++, last);
        _cipher.Encrypt(_nonce, _plain.AsSpan(0, _filled), _sealed.AsSpan(0, _filled), _sealed.AsSpan(_filled, HpkeAead.TagSize), _aad);
        ControlBuild.LeaveReadable(_plain.AsSpan(0, _filled), _sealed);
        var size = _filled + HpkeAead.TagSize;
        _filled = 0;
        return _sealed.AsMemory(0, size);
    }

    private void WriteSealed(ReadOnlyMemory<byte> chunk)
    {
        _writing = true;
        if (!_headerWritten)
        {
            _headerWritten = true;
            _inner.Write(_header);
            _written += _header.Length;
        }

        _inner.Write(chunk.Span);
        _written += chunk.Length;
        _writing = false;
    }

    private async ValueTask WriteSealedAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken)
    {
        _writing = true;
        if (!_headerWritten)
        {
            _headerWritten = true;
            await _inner.WriteAsync(_header, cancellationToken).ConfigureAwait(false);
            _written += _header.Length;
        }

        await _inner.WriteAsync(chunk, cancellationToken).ConfigureAwait(false);
        _written += chunk.Length;
        _writing = false;
    }

    private void ThrowUnlessOpen()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_completed || _writing)
        {
            throw new InvalidOperationException(_completed ? "The envelope is complete." : "A chunk could not be written; the envelope is lost.");
        }
    }

    private void Erase()
    {
        CryptographicOperations.ZeroMemory(_plain);
        _cipher.Dispose();
        _key.Dispose();
    }
}

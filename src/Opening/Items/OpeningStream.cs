using System.Buffers.Binary;
using System.Security.Cryptography;
using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>
/// Reads a sealed medium at any position (HTTP ranges), decrypting only the chunks asked for. Opening checks the last chunk first,
/// so a cut or lengthened envelope is refused before the first byte is served; every chunk is authenticated before its bytes are returned.
/// </summary>
public sealed class OpeningStream : Stream
{
    private readonly Stream _inner;
    private readonly AesGcm _cipher;
    private readonly byte[] _aad;
    private readonly long _padded;
    private readonly long _chunks;
    private readonly byte[] _sealed = new byte[StreamLayout.SealedChunkSize];
    private readonly byte[] _plain = GC.AllocateUninitializedArray<byte>(StreamLayout.ChunkSize, pinned: true);
    private long _current = -1;
    private long _length;
    private long _position;
    private bool _disposed;

    private OpeningStream(Stream inner, AesGcm cipher, byte[] aad, long padded)
    {
        _inner = inner;
        _cipher = cipher;
        _aad = aad;
        _padded = padded;
        _chunks = (padded + StreamLayout.ChunkSize - 1) / StreamLayout.ChunkSize;
    }

    /// <inheritdoc/>
    public override bool CanRead => !_disposed;

    /// <inheritdoc/>
    public override bool CanSeek => !_disposed;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <summary>Length of the medium, without padding.</summary>
    public override long Length => _length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    /// <summary>Opens an envelope over a seekable stream, which the result takes over and disposes.</summary>
    /// <param name="sealedMedium">The stored blob, from its start to its end.</param>
    /// <param name="key">The case's key.</param>
    /// <param name="context">As it was sealed, with <see cref="Purpose.Media"/>.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <exception cref="SealBrokenException">Damaged, cut, lengthened, moved, sealed to another key, or not made with the reporter's receipt.</exception>
    public static async Task<OpeningStream> OpenAsync(Stream sealedMedium, CaseKey key, EnvelopeContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sealedMedium);
        ArgumentNullException.ThrowIfNull(key);
        key.CheckIsOf(context);
        var padded = StreamLayout.PaddedLength(sealedMedium.Length);
        var header = new byte[StreamLayout.HeaderSize];
        sealedMedium.Position = 0;
        await ReadWholeAsync(sealedMedium, header, cancellationToken).ConfigureAwait(false);
        var (cipher, aad) = OpenHeader(key, context, header);
        var stream = new OpeningStream(sealedMedium, cipher, aad, padded);
        try
        {
            await stream.LoadAsync(stream._chunks - 1, cancellationToken).ConfigureAwait(false);
            stream.ReadLength();
            return stream;
        }
        catch
        {
            stream.Erase();
            throw;
        }
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (buffer.IsEmpty || _position >= _length)
        {
            return 0;
        }

        var chunk = _position / StreamLayout.ChunkSize;
        if (chunk != _current)
        {
            Seek(chunk);
            var size = SealedSize(chunk);
            if (_inner.ReadAtLeast(_sealed.AsSpan(0, size), size, throwOnEndOfStream: false) != size)
            {
                throw new SealBrokenException();
            }

            Open(chunk, size);
        }

        return Give(buffer);
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (buffer.IsEmpty || _position >= _length)
        {
            return 0;
        }

        var chunk = _position / StreamLayout.ChunkSize;
        if (chunk != _current)
        {
            await LoadAsync(chunk, cancellationToken).ConfigureAwait(false);
        }

        return Give(buffer.Span);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => _length + offset,
    };

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            Erase();
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            Erase();
            await _inner.DisposeAsync().ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    private static (AesGcm Cipher, byte[] Aad) OpenHeader(CaseKey key, EnvelopeContext context, byte[] header)
    {
        if (header[0] != Suite.Version || header[1] != Suite.P256Aes256 || header[2] != (byte)EnvelopeForm.Medium)
        {
            throw new SealBrokenException();
        }

        var bound = context.ToAad();
        using var content = EnvelopeReader.OpenSlot(key.Key.Agreement, key.Binding.ReporterKey, EnvelopeForm.Medium, 0, bound, header);
        content.CheckCommitment(header, bound);
        return (content.Cipher("stream"), [.. bound, .. header]);
    }

    private static async Task ReadWholeAsync(Stream inner, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (await inner.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) != buffer.Length)
        {
            throw new SealBrokenException();
        }
    }

    private async Task LoadAsync(long chunk, CancellationToken cancellationToken)
    {
        Seek(chunk);
        var size = SealedSize(chunk);
        await ReadWholeAsync(_inner, _sealed.AsMemory(0, size), cancellationToken).ConfigureAwait(false);
        Open(chunk, size);
    }

    private void Seek(long chunk)
    {
        _current = -1;
        var start = StreamLayout.HeaderSize + (chunk * StreamLayout.SealedChunkSize);
        if (_inner.Position != start)
        {
            _inner.Position = start;
        }
    }

    private int SealedSize(long chunk)
        => (int)Math.Min(StreamLayout.ChunkSize, _padded - (chunk * StreamLayout.ChunkSize)) + HpkeAead.TagSize;

    private void Open(long chunk, int size)
    {
        Span<byte> nonce = stackalloc byte[HpkeAead.NonceSize];
        StreamLayout.WriteNonce(nonce, chunk, last: chunk == _chunks - 1);
        var length = size - HpkeAead.TagSize;
        try
        {
            _cipher.Decrypt(nonce, _sealed.AsSpan(0, length), _sealed.AsSpan(length, HpkeAead.TagSize), _plain.AsSpan(0, length), _aad);
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new SealBrokenException();
        }

        _current = chunk;
    }

    private void ReadLength()
    {
        var end = (int)(_padded - ((_chunks - 1) * StreamLayout.ChunkSize));
        _length = BinaryPrimitives.ReadInt64BigEndian(_plain.AsSpan(end - Padding.LengthTrailer, Padding.LengthTrailer));
        if (_length < 0 || _length > _padded - Padding.LengthTrailer || Padding.PaddedMedium(_length) != _padded)
        {
            throw new SealBrokenException();
        }
    }

    private int Give(Span<byte> buffer)
    {
        var start = (int)(_position % StreamLayout.ChunkSize);
        var given = (int)Math.Min(Math.Min(buffer.Length, StreamLayout.ChunkSize - start), _length - _position);
        _plain.AsSpan(start, given).CopyTo(buffer);
        _position += given;
        return given;
    }

    private void Erase()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_plain);
        _cipher.Dispose();
    }
}

using System.Buffers.Binary;

namespace ReportingService.Sealing;

/// <summary>Sizes and nonces of a sealed medium (EnvelopeFormat.md, 7).</summary>
internal static class StreamLayout
{
    internal const int ChunkSize = 64 * 1024;
    internal const int SealedChunkSize = ChunkSize + HpkeAead.TagSize;

    internal static readonly int HeaderSize = ContentKey.HeaderSize(1);

    /// <summary>0^7 | index(4) | last(1).</summary>
    internal static void WriteNonce(Span<byte> nonce, long index, bool last)
    {
        nonce.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(nonce[7..], checked((uint)index));
        nonce[11] = last ? (byte)1 : (byte)0;
    }

    /// <summary>Plain bytes (padding included) in an envelope of so many bytes.</summary>
    /// <exception cref="SealBrokenException">No whole envelope has that size.</exception>
    internal static long PaddedLength(long envelope)
    {
        var chunks = envelope - HeaderSize;
        var rest = chunks % SealedChunkSize;
        if (chunks <= 0 || rest is > 0 and <= HpkeAead.TagSize + Padding.LengthTrailer)
        {
            throw new SealBrokenException();
        }

        return (chunks / SealedChunkSize * ChunkSize) + (rest == 0 ? 0 : rest - HpkeAead.TagSize);
    }
}

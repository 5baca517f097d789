using System.Buffers.Binary;
using System.Numerics;

namespace ReportingService.Sealing;

/// <summary>Hides lengths (EnvelopeFormat.md, 3). Threat: the size of a stored row or blob tells one report from another.</summary>
internal static class Padding
{
    internal const int LargestText = 16 * 1024 * 1024;
    internal const int SmallestMedium = 16 * 1024;
    internal const int LengthTrailer = 8;

    private const int LargestBucket = 256 * 1024;

    private static ReadOnlySpan<int> Buckets => [256, 1024, 4096, 16 * 1024, 64 * 1024, LargestBucket];

    /// <summary><c>length(4) | plain | zeros</c>; the caller zeroes the result.</summary>
    internal static byte[] PadText(ReadOnlySpan<byte> plain)
    {
        if (plain.Length > LargestText)
        {
            throw new ArgumentException("Longer than 16 MiB.", nameof(plain));
        }

        var padded = new byte[Bucket(4 + plain.Length)];
        BinaryPrimitives.WriteInt32BigEndian(padded, plain.Length);
        plain.CopyTo(padded.AsSpan(4));
        return padded;
    }

    /// <summary>The text without its padding.</summary>
    /// <exception cref="SealBrokenException">The stated length does not fit.</exception>
    internal static byte[] UnpadText(ReadOnlySpan<byte> padded)
    {
        if (padded.Length < 4)
        {
            throw new SealBrokenException();
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(padded);
        return length >= 0 && length <= padded.Length - 4 ? padded.Slice(4, length).ToArray() : throw new SealBrokenException();
    }

    /// <summary>The padded length of a medium of <paramref name="plain"/> bytes, trailer included: Padmé, a multiple of 1024.</summary>
    internal static long PaddedMedium(long plain)
    {
        var length = Math.Max(plain + LengthTrailer, SmallestMedium);
        var exponent = BitOperations.Log2((ulong)length);
        var kept = BitOperations.Log2((uint)exponent) + 1;
        var mask = (1L << (exponent - kept)) - 1;
        return (length + mask) & ~mask;
    }

    private static int Bucket(int length)
    {
        foreach (var bucket in Buckets)
        {
            if (length <= bucket)
            {
                return bucket;
            }
        }

        return (length + LargestBucket - 1) / LargestBucket * LargestBucket;
    }
}

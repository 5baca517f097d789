using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ReportingService.Labelling.Model;

/// <summary>
/// The trained weights, one row of bytes per bucket with a scale per head. The file tells what it was trained from: weights
/// that don't belong to the examples and concepts beside them are found by a test.
/// </summary>
internal sealed class Weights
{
    private const string Magic = "labels-weights-1";
    private readonly sbyte[] rows;
    private readonly float[] scales;

    private Weights(byte[] origin, sbyte[] rows, float[] scales)
    {
        Origin = origin;
        this.rows = rows;
        this.scales = scales;
    }

    /// <summary>Hash of the files trained from.</summary>
    public byte[] Origin { get; }

    /// <summary>Rounds trained weights to a byte each.</summary>
    public static Weights From(float[] trained, byte[] origin)
    {
        var heads = Heads.Count;
        var scales = new float[heads];
        for (var i = 0; i < trained.Length; i++)
        {
            scales[i % heads] = Math.Max(scales[i % heads], Math.Abs(trained[i]) / sbyte.MaxValue);
        }

        var rows = new sbyte[trained.Length];
        for (var i = 0; i < trained.Length; i++)
        {
            rows[i] = (sbyte)MathF.Round(trained[i] / Math.Max(scales[i % heads], float.Epsilon));
        }

        return new Weights(origin, rows, scales);
    }

    /// <exception cref="InvalidDataException">The file is no file of weights, or of another shape.</exception>
    public static Weights Load(Stream stream)
    {
        using var unpacked = new BrotliStream(stream, CompressionMode.Decompress, leaveOpen: true);
        using var reader = new BinaryReader(unpacked);
        try
        {
            if (reader.ReadString() != Magic || reader.ReadInt32() != Heads.Count || reader.ReadInt32() != Features.Buckets)
            {
                throw new InvalidDataException("model/weights.bin was trained for other labels or features: train it anew.");
            }

            var origin = reader.ReadBytes(SHA256.HashSizeInBytes);
            var scales = new float[Heads.Count];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(scales.AsSpan()));
            var rows = new sbyte[(Features.Buckets + 1) * Heads.Count];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(rows.AsSpan()));
            return new Weights(origin, rows, scales);
        }
        catch (Exception fault) when (fault is EndOfStreamException or InvalidOperationException)
        {
            throw new InvalidDataException("model/weights.bin can't be read.");
        }
    }

    public void Save(Stream stream)
    {
        using var packed = new BrotliStream(stream, CompressionLevel.SmallestSize, leaveOpen: true);
        using var writer = new BinaryWriter(packed);
        writer.Write(Magic);
        writer.Write(Heads.Count);
        writer.Write(Features.Buckets);
        writer.Write(Origin);
        writer.Write(MemoryMarshal.AsBytes(scales.AsSpan()));
        writer.Write(MemoryMarshal.AsBytes(rows.AsSpan()));
    }

    /// <summary>The weighted sum for each head.</summary>
    public void Sum(int[] buckets, float[] values, float[] sums)
    {
        var heads = sums.Length;
        var own = rows.AsSpan(Features.Buckets * heads, heads);
        for (var head = 0; head < heads; head++)
        {
            sums[head] = own[head];
        }

        for (var i = 0; i < buckets.Length; i++)
        {
            own = rows.AsSpan(buckets[i] * heads, heads);
            var value = values[i];
            for (var head = 0; head < heads; head++)
            {
                sums[head] += own[head] * value;
            }
        }

        for (var head = 0; head < heads; head++)
        {
            sums[head] *= scales[head];
        }
    }
}

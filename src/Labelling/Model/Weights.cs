using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ReportingService.Labelling.Findings;

namespace ReportingService.Labelling.Model;

/// <summary>
/// The trained weights, rows of half-bytes per known feature with a scale per column. The file tells what it was trained from: weights
/// that don't belong to the examples and concepts beside them are found by a test.
/// </summary>
internal sealed class Weights
{
    private const int MostFeatures = 1 << 20;
    private const string Magic = "labels-weights-4";
    private readonly KnownFeatures known;
    private readonly Rows linear;
    private readonly Rows inner;
    private readonly float[] starts;
    private readonly float[] outer;

    private Weights(byte[] origin, LetterGroups groups, KnownFeatures known, Rows linear, Rows inner, float[] starts, float[] outer)
        => (Origin, Groups, this.known, this.linear, this.inner, this.starts, this.outer) = (origin, groups, known, linear, inner, starts, outer);

    /// <summary>Hash of the files trained from.</summary>
    public byte[] Origin { get; }

    /// <summary>What the letters of a text tell of its language.</summary>
    public LetterGroups Groups { get; }

    /// <summary>Rounds trained weights to half a byte each.</summary>
    public static Weights From(Trained trained, LetterGroups groups, byte[] origin)
        => new(origin, groups, trained.Known, Rows.From(trained.Linear, Heads.Count), Rows.From(trained.Inner, trained.Starts.Length), trained.Starts, trained.Outer);

    /// <exception cref="InvalidDataException">The file is no file of weights, or of another shape.</exception>
    public static Weights Load(Stream stream)
    {
        using var unpacked = new BrotliStream(stream, CompressionMode.Decompress, leaveOpen: true);
        using var reader = new BinaryReader(unpacked);
        try
        {
            if (reader.ReadString() != Magic || reader.ReadInt32() != Heads.Count || reader.ReadInt32() is not (> 0 and <= MostFeatures and var count) || reader.ReadInt32() is not (> 0 and <= 1024 and var width))
            {
                throw new InvalidDataException("model/weights.bin was trained for other labels or features: train it anew.");
            }

            var origin = reader.ReadBytes(SHA256.HashSizeInBytes);
            var groups = LetterGroups.Read(reader);
            var features = new uint[count];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(features.AsSpan()));
            var linear = Rows.Read(reader, count + 1, Heads.Count);
            var inner = Rows.Read(reader, count, width);
            var starts = new float[width];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(starts.AsSpan()));
            var outer = new float[(width + 1) * Heads.Count];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(outer.AsSpan()));
            return new Weights(origin, groups, KnownFeatures.From(features), linear, inner, starts, outer);
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
        writer.Write(known.Count);
        writer.Write(starts.Length);
        writer.Write(Origin);
        Groups.Write(writer);
        writer.Write(MemoryMarshal.AsBytes(known.All));
        linear.Write(writer);
        inner.Write(writer);
        writer.Write(MemoryMarshal.AsBytes(starts.AsSpan()));
        writer.Write(MemoryMarshal.AsBytes(outer.AsSpan()));
    }

    /// <summary>The weighted sum for each head.</summary>
    public void Sum(uint[] features, float[] worth, float[] sums)
    {
        var (rows, values) = known.Rows(features, worth);
        linear.Sum(rows, values, sums);
        linear.Add(known.Count, sums);
        Span<float> within = stackalloc float[starts.Length];
        inner.Sum(rows, values, within);
        Vectors.Add(sums, outer.AsSpan(starts.Length * sums.Length, sums.Length), 1);
        for (var d = 0; d < within.Length; d++)
        {
            Vectors.Add(sums, outer.AsSpan(d * sums.Length, sums.Length), MathF.Tanh(within[d] + starts[d]));
        }
    }
}

using System.Runtime.InteropServices;

namespace ReportingService.Labelling.Model;

/// <summary>Weights rounded to a byte each, in rows of one length, with a scale per column.</summary>
internal sealed class Rows
{
    private readonly sbyte[] rows;
    private readonly float[] scales;

    private Rows(sbyte[] rows, float[] scales) => (this.rows, this.scales) = (rows, scales);

    /// <param name="levels">Steps to either side of nought: fewer make a smaller file.</param>
    public static Rows From(float[] weights, int width, int levels)
    {
        var scales = new float[width];
        for (var i = 0; i < weights.Length; i++)
        {
            scales[i % width] = Math.Max(scales[i % width], Math.Abs(weights[i]) / levels);
        }

        var rows = new sbyte[weights.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            rows[i] = (sbyte)MathF.Round(weights[i] / Math.Max(scales[i % width], float.Epsilon));
        }

        return new Rows(rows, scales);
    }

    public static Rows Read(BinaryReader reader, int count, int width)
    {
        var scales = new float[width];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(scales.AsSpan()));
        var rows = new sbyte[count * width];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(rows.AsSpan()));
        return new Rows(rows, scales);
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(MemoryMarshal.AsBytes(scales.AsSpan()));
        writer.Write(MemoryMarshal.AsBytes(rows.AsSpan()));
    }

    /// <summary>The weighted sum of some rows.</summary>
    public void Sum(int[] which, float[] values, Span<float> sums)
    {
        sums.Clear();
        for (var i = 0; i < which.Length; i++)
        {
            var row = rows.AsSpan(which[i] * sums.Length, sums.Length);
            var value = values[i];
            for (var at = 0; at < sums.Length; at++)
            {
                sums[at] += row[at] * value;
            }
        }

        for (var at = 0; at < sums.Length; at++)
        {
            sums[at] *= scales[at];
        }
    }

    /// <summary>Adds one row.</summary>
    public void Add(int which, Span<float> sums)
    {
        for (var at = 0; at < sums.Length; at++)
        {
            sums[at] += rows[(which * sums.Length) + at] * scales[at];
        }
    }
}

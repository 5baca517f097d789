using System.Runtime.InteropServices;

namespace ReportingService.Labelling.Model;

/// <summary>
/// Weights rounded to half a byte each, in rows of one length, with a scale per column. The steps are finer near nought, where most weights are.
/// </summary>
internal sealed class Rows
{
    // To either side of nought.
    private const int Levels = 7;
    private const double Bend = 2;
    private static readonly float[] Steps = [.. Enumerable.Range(0, 16).Select(code => (float)(Math.Sign(code - 8) * Math.Pow(Math.Abs(code - 8) / (double)Levels, Bend)))];

    private readonly byte[] rows;
    private readonly float[] scales;

    private Rows(byte[] rows, float[] scales) => (this.rows, this.scales) = (rows, scales);

    /// <param name="weights">Row after row.</param>
    /// <param name="width">How many a row has.</param>
    public static Rows From(float[] weights, int width)
    {
        var scales = new float[width];
        for (var i = 0; i < weights.Length; i++)
        {
            scales[i % width] = Math.Max(scales[i % width], Math.Abs(weights[i]));
        }

        var rows = new byte[weights.Length / width * BytesOf(width)];
        for (var i = 0; i < weights.Length; i++)
        {
            var size = Math.Pow(Math.Abs(weights[i]) / Math.Max(scales[i % width], float.Epsilon), 1 / Bend);
            var code = 8 + (Math.Sign(weights[i]) * (int)Math.Round(size * Levels));
            var column = i % width;
            rows[(i / width * BytesOf(width)) + (column / 2)] |= (byte)(column % 2 == 0 ? code : code << 4);
        }

        return new Rows(rows, scales);
    }

    public static Rows Read(BinaryReader reader, int count, int width)
    {
        var scales = new float[width];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(scales.AsSpan()));
        var rows = new byte[count * BytesOf(width)];
        reader.BaseStream.ReadExactly(rows);
        return new Rows(rows, scales);
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(MemoryMarshal.AsBytes(scales.AsSpan()));
        writer.Write(rows);
    }

    /// <summary>The weighted sum of some rows.</summary>
    public void Sum(int[] which, float[] values, Span<float> sums)
    {
        sums.Clear();
        for (var i = 0; i < which.Length; i++)
        {
            Add(which[i], values[i], sums);
        }

        for (var at = 0; at < sums.Length; at++)
        {
            sums[at] *= scales[at];
        }
    }

    /// <summary>Adds one row.</summary>
    public void Add(int which, Span<float> sums)
    {
        Span<float> row = stackalloc float[sums.Length];
        row.Clear();
        Add(which, 1, row);
        for (var at = 0; at < sums.Length; at++)
        {
            sums[at] += row[at] * scales[at];
        }
    }

    private static int BytesOf(int width) => (width + 1) / 2;

    private void Add(int which, float value, Span<float> sums)
    {
        var row = rows.AsSpan(which * BytesOf(sums.Length), BytesOf(sums.Length));
        for (var at = 0; at < sums.Length / 2; at++)
        {
            sums[2 * at] += Steps[row[at] & 15] * value;
            sums[(2 * at) + 1] += Steps[row[at] >> 4] * value;
        }

        if (sums.Length % 2 == 1)
        {
            sums[^1] += Steps[row[^1] & 15] * value;
        }
    }
}

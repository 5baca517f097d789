using System.Numerics;

namespace ReportingService.Labelling.Model;

/// <summary>The two loops that training spends its time in, several numbers at once. The result does not depend on how many.</summary>
internal static class Vectors
{
    private const float Least = 1e-3f;

    /// <summary>Adds a row, weighted.</summary>
    public static void Add(Span<float> sums, ReadOnlySpan<float> row, float value)
    {
        var i = 0;
        for (; i <= sums.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(sums[i..]) + (new Vector<float>(row[i..]) * value)).CopyTo(sums[i..]);
        }

        for (; i < sums.Length; i++)
        {
            sums[i] += row[i] * value;
        }
    }

    /// <summary>An adaptive step of a row of weights against their errors, with decay; where the error is nought nothing moves.</summary>
    public static void Move(Span<float> weights, Span<float> squares, ReadOnlySpan<float> errors, float value, ReadOnlySpan<float> decays, float step)
    {
        var i = 0;
        var (least, steps) = (new Vector<float>(Least), new Vector<float>(step));
        for (; i <= weights.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var weight = new Vector<float>(weights[i..]);
            var gradient = (new Vector<float>(errors[i..]) * value) + (new Vector<float>(decays[i..]) * weight);
            var square = new Vector<float>(squares[i..]) + (gradient * gradient);
            square.CopyTo(squares[i..]);
            (weight - (steps * gradient / Vector.SquareRoot(square + least))).CopyTo(weights[i..]);
        }

        for (; i < weights.Length; i++)
        {
            var gradient = (errors[i] * value) + (decays[i] * weights[i]);
            squares[i] += gradient * gradient;
            weights[i] -= step * gradient / MathF.Sqrt(squares[i] + Least);
        }
    }
}

namespace ReportingService.Labelling.Model;

/// <summary>Trains the weights of a <see cref="TextModel"/>: adaptive gradient steps with decay in a fixed order that mixes
/// categories and languages. Same examples, same weights.</summary>
internal static class Trainer
{
    private const int Rounds = 8;
    private const float Step = 0.15f;
    private const float Decay = 0.0002f;
    private const float Settled = 0.01f;

    public static float[] Train(IReadOnlyList<(Example Example, int[] Buckets, float[] Values)> examples)
    {
        var heads = Heads.Count;
        var weights = new float[(Features.Buckets + 1) * heads];
        var squares = new float[weights.Length];
        var sums = new float[heads];
        var steps = new float[heads];
        var stride = Stride(examples.Count);
        for (var round = 0; round < Rounds; round++)
        {
            for (int n = 0, at = round; n < examples.Count; n++, at = (at + stride) % examples.Count)
            {
                var (example, buckets, values) = examples[at % examples.Count];
                Sum(buckets, values, weights, sums);
                TextModel.Choose(sums);
                for (var head = 0; head < heads; head++)
                {
                    var wanted = example.Wanted(head) is { } told ? told ? 1f : 0f : sums[head];
                    var off = sums[head] - wanted;
                    steps[head] = Math.Abs(off) < Settled ? 0 : off;
                }

                for (var i = 0; i < buckets.Length; i++)
                {
                    Move(buckets[i] * heads, values[i], steps, weights, squares);
                }

                Move(Features.Buckets * heads, 1, steps, weights, squares);
            }
        }

        return weights;
    }

    /// <summary>The weighted sum for each head, of weights that are not rounded yet.</summary>
    public static void Sum(int[] buckets, float[] values, float[] weights, float[] sums)
    {
        var heads = sums.Length;
        weights.AsSpan(Features.Buckets * heads, heads).CopyTo(sums);
        for (var i = 0; i < buckets.Length; i++)
        {
            var row = weights.AsSpan(buckets[i] * heads, heads);
            var value = values[i];
            for (var head = 0; head < heads; head++)
            {
                sums[head] += row[head] * value;
            }
        }
    }

    private static void Move(int row, float value, float[] steps, float[] weights, float[] squares)
    {
        for (var head = 0; head < steps.Length; head++)
        {
            if (steps[head] == 0)
            {
                continue;
            }

            var at = row + head;
            var gradient = (steps[head] * value) + (Decay * weights[at]);
            squares[at] += gradient * gradient;
            weights[at] -= Step * gradient / MathF.Sqrt(squares[at] + 1e-3f);
        }
    }

    private static int Stride(int count)
    {
        var stride = Math.Max(1, (int)(count * 0.382));
        while (Gcd(stride, count) != 1)
        {
            stride++;
        }

        return stride;
    }

    private static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);
}

namespace ReportingService.Labelling.Model;

/// <summary>Trains the weights of a <see cref="TextModel"/>: adaptive gradient steps with decay in a fixed order that mixes
/// categories and languages. In every round another part of a text's features is left out, so that no answer hangs on one
/// word that the next author won't use. Same examples, same weights.</summary>
internal static class Trainer
{
    private const int Rounds = 8;
    private const float Step = 0.15f;
    private const float Decay = 0.0002f;
    private const float Settled = 0.01f;

    // As many are trained, each leaving out others and beginning elsewhere; their mean is steadier than any of them.
    private const int Models = 4;

    // Of 1,024 features, as many are kept.
    private const int Kept = 512;

    public static float[] Train(IReadOnlyList<(Example Example, int[] Buckets, float[] Values)> examples)
    {
        var trained = Enumerable.Range(0, Models).AsParallel().AsOrdered().Select(model => Train(examples, model)).ToList();
        var mean = trained[0];
        for (var i = 0; i < mean.Length; i++)
        {
            for (var model = 1; model < Models; model++)
            {
                mean[i] += trained[model][i];
            }

            mean[i] /= Models;
        }

        return mean;
    }

    private static float[] Train(IReadOnlyList<(Example Example, int[] Buckets, float[] Values)> examples, int model)
    {
        var heads = Heads.Count;
        var weights = new float[(Features.Buckets + 1) * heads];
        var squares = new float[weights.Length];
        var sums = new float[heads];
        var steps = new float[heads];
        var stride = Stride(examples.Count);
        var most = examples.Count == 0 ? 0 : examples.Max(e => e.Buckets.Length);
        var (buckets, values) = (new int[most], new float[most]);
        for (var round = 0; round < Rounds; round++)
        {
            for (int n = 0, at = (round + (model * 37)) % Math.Max(1, examples.Count); n < examples.Count; n++, at = (at + stride) % examples.Count)
            {
                var example = examples[at].Example;
                var count = Keep(examples[at].Buckets, examples[at].Values, (uint)((at * 40503) + (round * 9176) + (model * 777767777)), buckets, values);
                Sum(buckets.AsSpan(0, count), values, weights, sums);
                TextModel.Choose(sums);
                for (var head = 0; head < heads; head++)
                {
                    var wanted = example.Wanted(head) is { } told ? told ? 1f : 0f : sums[head];
                    var off = sums[head] - wanted;
                    steps[head] = Math.Abs(off) < Settled ? 0 : off;
                }

                for (var i = 0; i < count; i++)
                {
                    Move(buckets[i] * heads, values[i], steps, weights, squares);
                }

                Move(Features.Buckets * heads, 1, steps, weights, squares);
            }
        }

        return weights;
    }

    /// <summary>The weighted sum for each head, of weights that are not rounded yet.</summary>
    public static void Sum(ReadOnlySpan<int> buckets, ReadOnlySpan<float> values, float[] weights, float[] sums)
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

    // Which features a round sees of a text: by their numbers and the round, not by chance. What is kept weighs more.
    private static int Keep(int[] from, float[] weighs, uint salt, int[] buckets, float[] values)
    {
        var count = 0;
        for (var i = 0; i < from.Length; i++)
        {
            var mixed = ((uint)from[i] * 2654435761u) ^ salt;
            mixed = (mixed ^ (mixed >> 13)) * 0x5BD1E995u;
            if (((mixed ^ (mixed >> 15)) & 1023) < Kept)
            {
                (buckets[count], values[count]) = (from[i], weighs[i] * 1024 / Kept);
                count++;
            }
        }

        return count;
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

using ReportingService.Core.Vocabulary;
using ReportingService.Labelling.Text;

namespace ReportingService.Labelling.Model;

/// <summary>
/// A log-linear model over <see cref="Features"/>, trained when loaded from the examples in the routing folder: one choice
/// among the categories, and a yes or no for danger and for every flag with enough examples. Same file, same weights.
/// </summary>
internal sealed class TextModel
{
    private const int Rounds = 6;
    private const int FewestExamples = 12;
    private const float Step = 0.35f;
    private const float Settled = 0.02f;

    private static readonly int Categories = Enum.GetValues<Category>().Length;

    private readonly ReportFlag[] flags;
    private readonly int heads;
    private readonly float[] weights;

    private TextModel(IReadOnlyList<Example> examples, TextFolder folder)
    {
        flags = [.. Enum.GetValues<ReportFlag>().Where(f => examples.Count(e => e.Flags?.Contains(f) == true) >= FewestExamples)];
        heads = Categories + 1 + flags.Length;
        weights = new float[(Features.Buckets + 1) * heads];
        Learn(examples, [.. examples.Select(e => Features.Of(folder.Fold(e.Plain)))]);
    }

    public static TextModel Train(Stream examples, TextFolder folder) => new(Example.Read(examples), folder);

    public Reading Read(PlainFoldedText text)
    {
        var sums = new float[heads];
        Sum(Features.Of(text), sums);
        Choose(sums);
        var found = new Dictionary<ReportFlag, double>(flags.Length);
        for (var i = 0; i < flags.Length; i++)
        {
            found[flags[i]] = sums[Categories + 1 + i];
        }

        return new Reading([.. sums.Take(Categories).Select(s => (double)s)], found, sums[Categories]);
    }

    // Adaptive gradient steps, in a fixed order that mixes categories and languages.
    private void Learn(IReadOnlyList<Example> examples, int[][] features)
    {
        var squares = new float[weights.Length];
        var sums = new float[heads];
        var steps = new (int Head, float Gradient)[heads];
        var stride = Stride(examples.Count);
        for (var round = 0; round < Rounds; round++)
        {
            for (int n = 0, at = round; n < examples.Count; n++, at = (at + stride) % examples.Count)
            {
                var example = examples[at % examples.Count];
                var own = features[at % examples.Count];
                Sum(own, sums);
                Choose(sums);
                var value = Value(own.Length);
                var active = 0;
                for (var head = 0; head < heads; head++)
                {
                    if (Wanted(example, head) is { } wanted && Math.Abs(sums[head] - wanted) >= Settled)
                    {
                        steps[active++] = (head, (sums[head] - wanted) * value);
                    }
                }

                foreach (var feature in own)
                {
                    Move(feature * heads, steps.AsSpan(0, active), squares);
                }

                Move(Features.Buckets * heads, steps.AsSpan(0, active), squares);
            }
        }
    }

    private void Move(int row, ReadOnlySpan<(int Head, float Gradient)> steps, float[] squares)
    {
        foreach (var (head, gradient) in steps)
        {
            var at = row + head;
            squares[at] += gradient * gradient;
            weights[at] -= Step * gradient / MathF.Sqrt(squares[at] + 1e-4f);
        }
    }

    private float? Wanted(Example example, int head)
        => head < Categories ? (head == (int)example.Category ? 1 : 0)
            : head == Categories ? (example.DangerNow ? 1 : 0)
            : example.Flags is { } told ? (told.Contains(flags[head - Categories - 1]) ? 1 : 0)
            : null;

    private void Sum(int[] features, float[] sums)
    {
        weights.AsSpan(Features.Buckets * heads, heads).CopyTo(sums);
        var value = Value(features.Length);
        for (var head = 0; head < heads; head++)
        {
            sums[head] *= value;
        }

        foreach (var feature in features)
        {
            var row = weights.AsSpan(feature * heads, heads);
            for (var head = 0; head < heads; head++)
            {
                sums[head] += row[head] * value;
            }
        }
    }

    private void Choose(float[] sums)
    {
        var most = sums.AsSpan(0, Categories).ToArray().Max();
        var total = 0f;
        for (var i = 0; i < Categories; i++)
        {
            sums[i] = MathF.Exp(sums[i] - most);
            total += sums[i];
        }

        for (var i = 0; i < heads; i++)
        {
            sums[i] = i < Categories ? sums[i] / total : 1 / (1 + MathF.Exp(-sums[i]));
        }
    }

    private static float Value(int features) => 1 / MathF.Sqrt(Math.Max(1, features));

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

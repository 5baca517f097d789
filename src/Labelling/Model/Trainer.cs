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

    // As many of either kind are trained, each leaving out others and beginning elsewhere; their mean is steadier than any of them.
    private const int Models = 4;

    // Of 1,024 features, as many are kept.
    private const int Kept = 512;

    // What the networks say weighs as much as what the features say each by itself.
    private const float NetworkShare = 0.5f;

    public static Trained Train(IReadOnlyList<Prepared> prepared)
    {
        var known = KnownFeatures.Of(prepared.Select(e => e.Features));
        var examples = prepared.Select(e => known.Rows(e.Features, e.Values) is var (rows, values) ? new Taught(e.Example, rows, values) : default).ToList();
        var networks = Enumerable.Range(0, Models).AsParallel().AsOrdered().Select(model => Network.Train(examples, known.Count, model)).ToList();
        var trained = Enumerable.Range(0, Models).AsParallel().AsOrdered().Select(model => Linear(examples, known.Count, model)).ToList();
        var mean = trained[0];
        for (var i = 0; i < mean.Length; i++)
        {
            for (var model = 1; model < Models; model++)
            {
                mean[i] += trained[model][i];
            }

            mean[i] /= Models;
        }

        return Network.Join(known, mean, networks, NetworkShare);
    }

    /// <summary>The order in which a round takes the examples.</summary>
    public static IEnumerable<int> Order(int count, int round, int model)
    {
        var stride = Stride(count);
        for (int n = 0, at = (round + (model * 37)) % Math.Max(1, count); n < count; n++, at = (at + stride) % count)
        {
            yield return at;
        }
    }

    public static uint Salt(int at, int round, int model) => (uint)((at * 40503) + (round * 9176) + (model * 777767777));

    /// <summary>Which features a round sees of a text: by their numbers and the round, not by chance. What is kept weighs more.</summary>
    /// <returns>How many.</returns>
    public static int Keep(int[] from, float[] weighs, uint salt, int kept, int[] rows, float[] values)
    {
        var count = 0;
        for (var i = 0; i < from.Length; i++)
        {
            var mixed = ((uint)from[i] * 2654435761u) ^ salt;
            mixed = (mixed ^ (mixed >> 13)) * 0x5BD1E995u;
            if (((mixed ^ (mixed >> 15)) & 1023) < kept)
            {
                (rows[count], values[count]) = (from[i], weighs[i] * 1024 / kept);
                count++;
            }
        }

        return count;
    }

    private static float[] Linear(List<Taught> examples, int features, int model)
    {
        var heads = Heads.Count;
        var weights = new float[(features + 1) * heads];
        var squares = new float[weights.Length];
        var (sums, errors, decays) = (new float[heads], new float[heads], new float[heads]);
        var most = examples.Count == 0 ? 0 : examples.Max(e => e.Rows.Length);
        var (rows, values) = (new int[most], new float[most]);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var at in Order(examples.Count, round, model))
            {
                var example = examples[at].Example;
                var count = Keep(examples[at].Rows, examples[at].Values, Salt(at, round, model), Kept, rows, values);
                weights.AsSpan(features * heads, heads).CopyTo(sums);
                for (var i = 0; i < count; i++)
                {
                    Vectors.Add(sums, weights.AsSpan(rows[i] * heads, heads), values[i]);
                }

                TextModel.Choose(sums);
                for (var head = 0; head < heads; head++)
                {
                    var off = example.Wanted(head) is { } told ? sums[head] - (told ? 1 : 0) : 0;
                    errors[head] = Math.Abs(off) < Settled ? 0 : off;
                    decays[head] = errors[head] == 0 ? 0 : Decay;
                }

                for (var i = 0; i <= count; i++)
                {
                    var row = (i < count ? rows[i] : features) * heads;
                    Vectors.Move(weights.AsSpan(row, heads), squares.AsSpan(row, heads), errors, i < count ? values[i] : 1, decays, Step);
                }
            }
        }

        return weights;
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

namespace ReportingService.Labelling.Model;

/// <summary>
/// A small network: features to a few inner values, these to the answers of <see cref="Heads"/>. It sees what stands together
/// anywhere in a text, where the weights of <see cref="Trainer"/> see each feature alone. A feature never trained on adds nothing.
/// </summary>
internal sealed class Network
{
    public const int Width = 48;

    private const int Rounds = 12;
    private const float Step = 0.05f;
    private const float Decay = 0.0002f;
    private const float Settled = 0.01f;

    // The category counts for more than any of the many other answers.
    private const float OtherHeads = 0.5f;

    // Of 1,024 features, as many are kept; of ten inner values, eight.
    private const int Kept = 400;
    private const float LeftOut = 0.2f;
    private const float FirstOuter = 0.3f;

    private readonly float[] inner;
    private readonly float[] starts = new float[Width];
    private readonly float[] outer = new float[(Width + 1) * Heads.Count];
    private readonly float[] innerSquares;
    private readonly float[] startSquares = new float[Width];
    private readonly float[] outerSquares = new float[(Width + 1) * Heads.Count];
    private readonly float[] innerDecays = [.. Enumerable.Repeat(Decay, Width)];
    private readonly float[] none = new float[Width];
    private uint state;

    private Network(int features, int model)
    {
        (inner, innerSquares) = (new float[features * Width], new float[features * Width]);
        state = 123456789u + ((uint)model * 7919u);
        for (var i = 0; i < Width * Heads.Count; i++)
        {
            outer[i] = Bell() * FirstOuter;
        }
    }

    /// <summary>Trains one; the mean of several, each begun elsewhere, is steadier.</summary>
    public static Network Train(IReadOnlyList<Taught> examples, int features, int model)
    {
        var network = new Network(features, model);
        var most = examples.Count == 0 ? 0 : examples.Max(e => e.Rows.Length);
        var pass = new Pass(most);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var at in Trainer.Order(examples.Count, round, model))
            {
                var count = Trainer.Keep(examples[at].Rows, examples[at].Values, Trainer.Salt(at, round, model), Kept, pass.Rows, pass.Values);
                network.Learn(examples[at].Example, pass, count);
            }
        }

        return network;
    }

    /// <summary>Puts the weights of several side by side, the answers divided by their number and by the share they have.</summary>
    public static Trained Join(KnownFeatures known, float[] linear, IReadOnlyList<Network> networks, float share)
    {
        var (heads, width) = (Heads.Count, Width * networks.Count);
        var joined = new Trained(known, [.. linear.Select(w => w * (1 - share))], new float[known.Count * width], new float[width], new float[(width + 1) * heads]);
        for (var n = 0; n < networks.Count; n++)
        {
            var own = networks[n];
            own.starts.CopyTo(joined.Starts, n * Width);
            for (var row = 0; row < known.Count; row++)
            {
                own.inner.AsSpan(row * Width, Width).CopyTo(joined.Inner.AsSpan((row * width) + (n * Width)));
            }

            for (var i = 0; i < own.outer.Length; i++)
            {
                var into = i < Width * heads ? (n * Width * heads) + i : (width * heads) + i - (Width * heads);
                joined.Outer[into] += own.outer[i] * share / networks.Count;
            }
        }

        return joined;
    }

    private void Learn(Example example, Pass pass, int count)
    {
        var heads = Heads.Count;
        starts.CopyTo(pass.Within);
        for (var i = 0; i < count; i++)
        {
            Vectors.Add(pass.Within, inner.AsSpan(pass.Rows[i] * Width, Width), pass.Values[i]);
        }

        outer.AsSpan(Width * heads, heads).CopyTo(pass.Sums);
        for (var d = 0; d < Width; d++)
        {
            pass.Weighs[d] = Next() < LeftOut ? 0 : 1 / (1 - LeftOut);
            pass.Bent[d] = MathF.Tanh(pass.Within[d]);
            Vectors.Add(pass.Sums, outer.AsSpan(d * heads, heads), pass.Bent[d] * pass.Weighs[d]);
        }

        TextModel.Choose(pass.Sums);
        for (var head = 0; head < heads; head++)
        {
            var off = example.Wanted(head) is { } told ? (pass.Sums[head] - (told ? 1 : 0)) * (head < Heads.Categories ? 1 : OtherHeads) : 0;
            pass.Errors[head] = Math.Abs(off) < Settled ? 0 : off;
            pass.Decays[head] = pass.Errors[head] == 0 ? 0 : Decay;
        }

        for (var d = 0; d < Width; d++)
        {
            var error = 0f;
            for (var head = 0; head < heads; head++)
            {
                error += outer[(d * heads) + head] * pass.Errors[head];
            }

            pass.Inner[d] = error * pass.Weighs[d] * (1 - (pass.Bent[d] * pass.Bent[d]));
        }

        for (var d = 0; d <= Width; d++)
        {
            Vectors.Move(outer.AsSpan(d * heads, heads), outerSquares.AsSpan(d * heads, heads), pass.Errors, d < Width ? pass.Bent[d] * pass.Weighs[d] : 1, pass.Decays, Step);
        }

        for (var i = 0; i < count; i++)
        {
            var at = pass.Rows[i] * Width;
            Vectors.Move(inner.AsSpan(at, Width), innerSquares.AsSpan(at, Width), pass.Inner, pass.Values[i], innerDecays, Step);
        }

        Vectors.Move(starts, startSquares, pass.Inner, 1, none, Step);
    }

    // Numbers that look like chance and are the same each time.
    private float Next()
    {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        return (state >> 8) * (1f / 16777216);
    }

    private float Bell()
    {
        var sum = -6f;
        for (var i = 0; i < 12; i++)
        {
            sum += Next();
        }

        return sum;
    }

    /// <summary>What is worked out for one text, kept between texts.</summary>
    private sealed class Pass(int most)
    {
        public int[] Rows { get; } = new int[most];

        public float[] Values { get; } = new float[most];

        public float[] Within { get; } = new float[Width];

        public float[] Bent { get; } = new float[Width];

        public float[] Weighs { get; } = new float[Width];

        public float[] Inner { get; } = new float[Width];

        public float[] Sums { get; } = new float[Heads.Count];

        public float[] Errors { get; } = new float[Heads.Count];

        public float[] Decays { get; } = new float[Heads.Count];
    }
}

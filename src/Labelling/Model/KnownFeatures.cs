namespace ReportingService.Labelling.Model;

/// <summary>
/// The features that the weights have a row for: those of several examples, the most frequent. A feature that no example taught has
/// none and adds nothing; a row chosen by a part of its hash would lend it what other features mean.
/// </summary>
internal sealed class KnownFeatures
{
    private const int Most = 1 << 18;
    private const int Least = 3;

    // Ascending; a row is a feature's place here.
    private readonly uint[] features;

    private KnownFeatures(uint[] features) => this.features = features;

    public int Count => features.Length;

    public ReadOnlySpan<uint> All => features;

    /// <summary>The features to be known after these examples.</summary>
    public static KnownFeatures Of(IEnumerable<uint[]> examples)
    {
        var counts = new Dictionary<uint, int>();
        foreach (var feature in examples.SelectMany(features => features))
        {
            counts[feature] = counts.GetValueOrDefault(feature) + 1;
        }

        var frequent = counts.Where(c => c.Value >= Least).OrderByDescending(c => c.Value).ThenBy(c => c.Key).Take(Most);
        return new KnownFeatures([.. frequent.Select(c => c.Key).Order()]);
    }

    /// <exception cref="InvalidDataException">They do not ascend.</exception>
    public static KnownFeatures From(uint[] ascending)
    {
        for (var i = 1; i < ascending.Length; i++)
        {
            if (ascending[i - 1] >= ascending[i])
            {
                throw new InvalidDataException("model/weights.bin can't be read.");
            }
        }

        return new KnownFeatures(ascending);
    }

    /// <summary>The rows of those features of a text that are known, with their values.</summary>
    /// <param name="text">Features, ascending.</param>
    /// <param name="values">As many.</param>
    public (int[] Rows, float[] Values) Rows(uint[] text, float[] values)
    {
        var (rows, kept) = (new int[text.Length], new float[text.Length]);
        var (count, from) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var at = features.AsSpan(from).BinarySearch(text[i]);
            if (at >= 0)
            {
                (rows[count], kept[count]) = (from + at, values[i]);
                count++;
            }

            from += at >= 0 ? at + 1 : ~at;
        }

        return (rows[..count], kept[..count]);
    }
}

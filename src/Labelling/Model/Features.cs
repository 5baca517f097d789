using ReportingService.Labelling.Text;

namespace ReportingService.Labelling.Model;

/// <summary>
/// What the model sees of a text: words, their beginnings (inflection falls away), pairs of neighbours, and letter groups
/// (a typo spoils only a few of them). Hashed into a fixed number of buckets; the work grows with the length and is bounded.
/// </summary>
internal static class Features
{
    public const int Buckets = 1 << 16;
    private const int Longest = 300;
    private const int StemLength = 5;

    public static int[] Of(PlainFoldedText text)
    {
        var found = new HashSet<int>(256);
        var words = Math.Min(text.Tokens.Count, Longest);
        for (var i = 0; i < words; i++)
        {
            var token = text.Tokens[i];
            AddWord(found, token.Word);
            if (token.Alt is { } alt)
            {
                AddWord(found, alt);
            }

            if (i > 0 && text.Tokens[i - 1].Sentence == token.Sentence)
            {
                found.Add(Pair(text.Tokens[i - 1], token));
            }
        }

        return [.. found.Order()];
    }

    private static void AddWord(HashSet<int> found, string word)
    {
        found.Add(Bucket(Hash(Seed(1), word)));
        if (word.Length < 4)
        {
            return;
        }

        found.Add(Bucket(Hash(Seed(2), word.AsSpan(0, Math.Min(word.Length, StemLength)))));
        Span<char> bounded = stackalloc char[Math.Min(word.Length, 24) + 2];
        bounded[0] = '<';
        word.AsSpan(0, bounded.Length - 2).CopyTo(bounded[1..]);
        bounded[^1] = '>';
        for (var size = 3; size <= 5; size++)
        {
            for (var at = 0; at + size <= bounded.Length; at++)
            {
                found.Add(Bucket(Hash(Seed(3), bounded.Slice(at, size))));
            }
        }
    }

    private static int Pair(PlainToken a, PlainToken b)
        => Bucket(Hash(Hash(Seed(4), (a.Alt ?? a.Word).AsSpan(0, Math.Min((a.Alt ?? a.Word).Length, StemLength))) * 31, (b.Alt ?? b.Word).AsSpan(0, Math.Min((b.Alt ?? b.Word).Length, StemLength))));

    private static uint Seed(uint kind) => 2166136261u ^ (kind * 0x9E3779B9u);

    private static uint Hash(uint hash, ReadOnlySpan<char> letters)
    {
        foreach (var c in letters)
        {
            hash = (hash ^ c) * 16777619u;
        }

        return hash;
    }

    private static int Bucket(uint hash)
    {
        hash ^= hash >> 15;
        hash *= 0x2C1B3C6Du;
        hash ^= hash >> 13;
        return (int)(hash & (Buckets - 1));
    }
}

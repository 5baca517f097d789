using ReportingService.Core.Vocabulary;
using ReportingService.Labelling.Lexicons;
using ReportingService.Labelling.Text;

namespace ReportingService.Labelling.Model;

/// <summary>
/// What the model sees of a text: words, their beginnings (inflection falls away), pairs of neighbours, letter groups
/// (a typo spoils only a few of them), concepts and pairs of concepts, the tense as one of them. Each kind has a length of its own, so that the many
/// letter groups don't drown the few concepts; and what the lexicons found. Each is the hash of what it is; the work is bounded.
/// </summary>
internal sealed class Features(Concepts concepts, Clues clues)
{
    private const int Longest = 300;
    private const int StemLength = 5;
    private const int Reach = 4;
    private const int MostTenses = 4;

    // Share of each kind: words, beginnings, neighbours, letter groups, concepts, pairs of concepts, clues of the lexicons, shape.
    private static readonly float[] Shares = [1.2f, 1.5f, 1f, 1.2f, 2.6f, 1.2f, 1.5f, 0.8f];

    /// <param name="matches">What the lexicons found, negation marked; null for texts the lexicons were tuned on.</param>
    /// <returns>The features, ascending, and what each is worth.</returns>
    public (uint[] Features, float[] Values) Of(PlainFoldedText text, IReadOnlySet<Language> languages, Matches? matches)
    {
        var found = new Dictionary<uint, int>(512);
        var words = Math.Min(text.Tokens.Count, Longest);
        Span<int> recent = stackalloc int[Reach];
        recent.Fill(-1);
        var sentence = -1;
        var negated = 0;
        Span<int> tenses = stackalloc int[Tense.Kinds];
        tenses.Clear();
        for (var i = 0; i < words; i++)
        {
            var token = text.Tokens[i];
            if (token.Sentence != sentence)
            {
                sentence = token.Sentence;
                recent.Fill(-1);
                negated = 0;
            }

            AddWord(found, token.Word);
            if (token.Alt is { } alt)
            {
                AddWord(found, alt);
            }

            if (i > 0 && text.Tokens[i - 1].Sentence == token.Sentence)
            {
                found.TryAdd(Pair(text.Tokens[i - 1], token), 2);
            }

            var own = concepts.Of(token, languages);
            foreach (var concept in own)
            {
                var read = negated > 0 && concept != concepts.Negation ? concept + concepts.Count : concept;
                found.TryAdd(Mixed(Number(Seed(5), read)), 4);
                foreach (var before in recent)
                {
                    if (before >= 0 && before != read)
                    {
                        found.TryAdd(Mixed(Number(Number(Seed(6), before), read)), 5);
                    }
                }
            }

            // The tense as one more concept, paired with those just before and, as the last one, with those to come.
            var tense = Tense.Of(text.Tokens, i, languages);
            if (tense != Tense.None)
            {
                var read = (2 * concepts.Count) + tense;
                found.TryAdd(Mixed(Number(Seed(8), tenses[tense] = Math.Min(tenses[tense] + 1, MostTenses)) ^ (uint)(tense << 20)), 4);
                foreach (var before in recent)
                {
                    if (before >= 0)
                    {
                        found.TryAdd(Mixed(Number(Number(Seed(6), before), read)), 5);
                    }
                }

                foreach (var concept in own)
                {
                    found.TryAdd(Mixed(Number(Number(Seed(9), concept), read)), 5);
                }
            }

            negated--;
            if (own.Length > 0)
            {
                var first = negated >= 0 && own[0] != concepts.Negation ? own[0] + concepts.Count : own[0];
                recent[..^1].CopyTo(recent[1..]);
                recent[0] = first;
                negated = own.Contains(concepts.Negation) ? 3 : negated;
            }
        }

        if (matches is not null)
        {
            foreach (var (name, level) in clues.Of(matches))
            {
                for (var i = 1; i <= level; i++)
                {
                    found.TryAdd(Mixed(Number(Hash(Seed(7), name), i)), 6);
                }
            }
        }

        foreach (var mark in Shape.Of(text))
        {
            found.TryAdd(Mixed(Number(Seed(10), mark)), 7);
        }

        return Weigh(found);
    }

    private static (uint[] Features, float[] Values) Weigh(Dictionary<uint, int> found)
    {
        Span<int> counts = stackalloc int[Shares.Length];
        foreach (var kind in found.Values)
        {
            counts[kind]++;
        }

        var features = found.Keys.Order().ToArray();
        var values = new float[features.Length];
        for (var i = 0; i < features.Length; i++)
        {
            var kind = found[features[i]];
            values[i] = Shares[kind] / MathF.Sqrt(counts[kind] + 2);
        }

        return (features, values);
    }

    private static void AddWord(Dictionary<uint, int> found, string word)
    {
        found.TryAdd(Mixed(Hash(Seed(1), word)), 0);
        if (word.Length < 4)
        {
            return;
        }

        found.TryAdd(Mixed(Hash(Seed(2), word.AsSpan(0, Math.Min(word.Length, StemLength)))), 1);
        Span<char> bounded = stackalloc char[Math.Min(word.Length, 24) + 2];
        bounded[0] = '<';
        word.AsSpan(0, bounded.Length - 2).CopyTo(bounded[1..]);
        bounded[^1] = '>';
        for (var size = 3; size <= 5; size++)
        {
            for (var at = 0; at + size <= bounded.Length; at++)
            {
                found.TryAdd(Mixed(Hash(Seed(3), bounded.Slice(at, size))), 3);
            }
        }
    }

    private static uint Pair(PlainToken a, PlainToken b)
        => Mixed(Hash(Hash(Seed(4), (a.Alt ?? a.Word).AsSpan(0, Math.Min((a.Alt ?? a.Word).Length, StemLength))) * 31, (b.Alt ?? b.Word).AsSpan(0, Math.Min((b.Alt ?? b.Word).Length, StemLength))));

    private static uint Seed(uint kind) => 2166136261u ^ (kind * 0x9E3779B9u);

    private static uint Number(uint hash, int number) => ((hash ^ (uint)number) * 16777619u) ^ ((uint)number << 13);

    private static uint Hash(uint hash, ReadOnlySpan<char> letters)
    {
        foreach (var c in letters)
        {
            hash = (hash ^ c) * 16777619u;
        }

        return hash;
    }

    private static uint Mixed(uint hash)
    {
        hash ^= hash >> 15;
        hash *= 0x2C1B3C6Du;
        hash ^= hash >> 13;
        return hash;
    }
}

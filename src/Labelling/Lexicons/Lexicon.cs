using ReportingService.Core.Vocabulary;
using ReportingService.Labelling.Text;

namespace ReportingService.Labelling.Lexicons;

/// <summary>All phrases of all lexicons, found in one pass over the tokens. Immutable after loading.</summary>
internal sealed class Lexicon
{
    private readonly Dictionary<string, Pattern[]> byWord;
    private readonly Dictionary<string, Pattern[]> byPrefix;
    private readonly Dictionary<string, Pattern[]>.AlternateLookup<ReadOnlySpan<char>> prefixLookup;
    private readonly Dictionary<string, int> concepts;
    private readonly bool[] counted;
    private readonly int longestPrefix;
    private readonly Dictionary<Language, (int Word, int Stop)> negation = [];

    private Lexicon(LexiconReader reader)
    {
        concepts = reader.Concepts.Select((name, at) => (name, at)).ToDictionary(c => c.name, c => c.at, StringComparer.Ordinal);
        Names = [.. reader.Concepts];
        counted = [.. Names.Select(n => n.StartsWith("language.", StringComparison.Ordinal) || n.StartsWith("negation", StringComparison.Ordinal))];
        byWord = Index(reader.Patterns, prefix: false);
        byPrefix = Index(reader.Patterns, prefix: true);
        prefixLookup = byPrefix.GetAlternateLookup<ReadOnlySpan<char>>();
        longestPrefix = byPrefix.Count == 0 ? 0 : byPrefix.Keys.Max(k => k.Length);
        foreach (var language in Enum.GetValues<Language>())
        {
            // Bosnian negates like Serbian; other languages have no list and nothing is negated in them.
            var code = language == Language.Bs ? "sr" : Codes.Of(language);
            negation[language] = (Concept("negation." + code), Concept("negation.stop." + code));
        }

        Size = reader.Patterns.Count;
    }

    public IReadOnlyList<string> Names { get; }

    public int Size { get; }

    public static Lexicon Load(TextFolder folder, IEnumerable<(string File, Stream Content)> files)
    {
        var reader = new LexiconReader(folder);
        foreach (var (file, content) in files)
        {
            reader.Read(content, file);
        }

        return new Lexicon(reader);
    }

    /// <summary>The number of a concept, or -1.</summary>
    public int Concept(string name) => concepts.TryGetValue(name, out var at) ? at : -1;

    public Matches Find(PlainFoldedText text)
    {
        var tokens = text.Tokens;
        var found = new List<Match>();
        for (var at = 0; at < tokens.Count; at++)
        {
            Try(tokens, at, tokens[at].Word, found);
            if (tokens[at].Alt is { } alt)
            {
                Try(tokens, at, alt, found);
            }
        }

        return new Matches(counted, found);
    }

    private static Dictionary<string, Pattern[]> Index(List<Pattern> patterns, bool prefix)
        => patterns
            .SelectMany(p => p.Positions[0].Ways.Where(w => w.Prefix == prefix).Select(w => (w.Word, Pattern: p)))
            .GroupBy(p => p.Word, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(p => p.Pattern).Distinct().ToArray(), StringComparer.Ordinal);

    private void Try(IReadOnlyList<PlainToken> tokens, int at, string word, List<Match> found)
    {
        if (byWord.TryGetValue(word, out var exact))
        {
            TryAll(exact, tokens, at, found);
        }

        for (var length = 1; length <= Math.Min(word.Length, longestPrefix); length++)
        {
            if (prefixLookup.TryGetValue(word.AsSpan(0, length), out var beginnings))
            {
                TryAll(beginnings, tokens, at, found);
            }
        }
    }

    private static void TryAll(Pattern[] patterns, IReadOnlyList<PlainToken> tokens, int at, List<Match> found)
    {
        foreach (var pattern in patterns)
        {
            var last = Fit(pattern.Positions, 1, tokens, at);
            if (last >= 0)
            {
                found.Add(new Match(pattern.Concept, pattern.Id, pattern.Weight, at, last, tokens[at].Sentence, false, pattern.Language));
            }
        }
    }

    // Gaps are at most five words and phrases at most a few positions: the work per token is bounded.
    private static int Fit(Position[] positions, int next, IReadOnlyList<PlainToken> tokens, int at)
    {
        if (next == positions.Length)
        {
            return at;
        }

        var position = positions[next];
        for (var candidate = at + 1; candidate <= at + 1 + position.Gap && candidate < tokens.Count && tokens[candidate].Sentence == tokens[at].Sentence; candidate++)
        {
            if (Fits(position, tokens[candidate]) && Fit(positions, next + 1, tokens, candidate) is >= 0 and var last)
            {
                return last;
            }
        }

        return -1;
    }

    private static bool Fits(Position position, PlainToken token)
    {
        foreach (var way in position.Ways)
        {
            if (way.Fits(token.Word) || (token.Alt is { } alt && way.Fits(alt)))
            {
                return true;
            }
        }

        return false;
    }

    // "nuk ka armë", "nema oružja", "no weapon": a negating word up to three words before, in the same clause,
    // unless it belongs to "I don't know", "I can't" and the like. By language: "ne" is "no" in Serbian and "in" in Albanian.
    public void Negate(PlainFoldedText text, Matches matches, Language language)
    {
        var (word, stop) = negation[language];
        if (word < 0)
        {
            return;
        }

        var tokens = text.Tokens;
        var negators = new HashSet<int>(matches.Of(word).Select(m => m.First));
        negators.ExceptWith(matches.Of(stop).Select(m => m.First));
        if (negators.Count == 0)
        {
            return;
        }

        matches.Negate(match =>
        {
            for (var at = match.First - 1; at >= Math.Max(0, match.First - 3) && tokens[at].Clause == tokens[match.First].Clause; at--)
            {
                if (negators.Contains(at))
                {
                    return true;
                }
            }

            return false;
        });
    }
}

using System.Globalization;
using ReportingService.Core.Vocabulary;
using ReportingService.Labelling.Text;

namespace ReportingService.Labelling.Lexicons;

/// <summary>
/// Reads lexicon files. A section <c>[concept]</c> holds phrases parted by commas; a line may start with a language
/// (<c>sq:</c>) for the eye. In a phrase <c>word*</c> is the beginning of a word, <c>(a|b)</c> a choice, <c>&lt;name&gt;</c> a choice
/// named by <c>@name = a|b</c>, <c>..</c> up to five words between, <c>_</c> exactly one word, and <c>=2</c> at the end a weight.
/// Everything is folded like the texts, so letters may be written with their diacritics.
/// </summary>
internal sealed class LexiconReader(TextFolder folder)
{
    private readonly Dictionary<string, string> macros = new(StringComparer.Ordinal);

    public List<Pattern> Patterns { get; } = [];

    public List<string> Concepts { get; } = [];

    public void Read(Stream stream, string file)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        var concept = -1;
        Language? language;
        for (var line = 1; reader.ReadLine() is { } raw; line++)
        {
            var comment = raw.IndexOf('#', StringComparison.Ordinal);
            var text = (comment >= 0 ? raw[..comment] : raw).Trim();
            if (text.Length == 0)
            {
                continue;
            }

            if (text[0] == '[')
            {
                concept = text[^1] == ']' && text.Length > 2 ? ConceptOf(text[1..^1]) : throw new LexiconException(file, line, "a section is written [name]");
            }
            else if (text[0] == '@')
            {
                var equals = text.IndexOf('=', StringComparison.Ordinal);
                if (equals < 2)
                {
                    throw new LexiconException(file, line, "a named choice is written @name = a|b");
                }

                var name = text[1..equals].Trim();
                macros[name] = Expand(text[(equals + 1)..].Replace(" ", "", StringComparison.Ordinal), file, line);
            }
            else if (concept < 0)
            {
                throw new LexiconException(file, line, "a phrase before the first section");
            }
            else
            {
                var tagged = text.Length > 3 && text[2] == ':';
                var phrases = tagged ? text[3..] : text;
                language = tagged && Codes.TryParse<Language>(text[..2], out var known) ? known : null;
                foreach (var phrase in phrases.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                {
                    Add(concept, phrase, language, file, line);
                }
            }
        }
    }

    private int ConceptOf(string name)
    {
        var at = Concepts.IndexOf(name);
        if (at < 0)
        {
            at = Concepts.Count;
            Concepts.Add(name);
        }

        return at;
    }

    private string Expand(string text, string file, int line)
    {
        for (var open = text.IndexOf('<', StringComparison.Ordinal); open >= 0; open = text.IndexOf('<', StringComparison.Ordinal))
        {
            var close = text.IndexOf('>', open);
            if (close < 0 || !macros.TryGetValue(text[(open + 1)..close], out var ways))
            {
                throw new LexiconException(file, line, "an unknown named choice");
            }

            text = text[..open] + ways + text[(close + 1)..];
        }

        return text;
    }

    private void Add(int concept, string phrase, Language? language, string file, int line)
    {
        var weight = 1.0;
        var equals = phrase.LastIndexOf('=');
        if (equals > 0)
        {
            if (!double.TryParse(phrase[(equals + 1)..].Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out weight))
            {
                throw new LexiconException(file, line, "the weight is not a number");
            }

            phrase = phrase[..equals].TrimEnd();
        }

        var positions = new List<Position>();
        var gap = 0;
        foreach (var part in phrase.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
            {
                gap = 5;
            }
            else if (part == "_")
            {
                positions.Add(new Position([new Way("", true)], gap));
                gap = 0;
            }
            else
            {
                // A way of a choice is one word: "(a|b c)" would be read as three words that nobody writes.
                if (part.Count(c => c == '(') != part.Count(c => c == ')'))
                {
                    throw new LexiconException(file, line, $"'{phrase}' holds a choice with a blank in it");
                }

                var choice = part is ['<', .., '>'] ? Expand(part, file, line) : part is ['(', .., ')'] ? Expand(part[1..^1], file, line) : part;
                positions.Add(new Position([.. choice.Split('|', StringSplitOptions.RemoveEmptyEntries).SelectMany(Ways)], gap));
                gap = 0;
            }
        }

        if (positions.Count == 0 || positions.Any(p => p.Ways.Length == 0) || positions[0].Ways.Any(w => w.Word.Length == 0) || gap > 0)
        {
            throw new LexiconException(file, line, $"'{phrase}' is not a phrase");
        }

        Patterns.Add(new Pattern(concept, Patterns.Count, [.. positions], weight, language));
    }

    private IEnumerable<Way> Ways(string written)
    {
        var prefix = written.EndsWith('*');
        var word = prefix ? written[..^1] : written;
        var folded = folder.FoldWord(word).Replace(" ", "", StringComparison.Ordinal);
        if (folded.Length == 0)
        {
            yield break;
        }

        yield return new Way(folded, prefix);
        if (word.Contains('đ', StringComparison.OrdinalIgnoreCase))
        {
            // Without diacritics đ is typed dj by some and d by others.
            yield return new Way(folder.FoldWord(word.Replace('đ', 'd').Replace('Đ', 'D')), prefix);
        }
    }
}

using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Labelling.Text;

/// <summary>
/// Turns what a citizen typed into folded tokens, in one pass over at most <see cref="MaxCharacters"/> characters:
/// Cyrillic becomes Latin, diacritics, zero-width and direction characters fall away, look-alikes and digits typed for
/// letters are read, repeated letters shrink. No regular expression: time grows with length only.
/// </summary>
internal sealed class TextFolder
{
    /// <summary>The form takes 20,000; a little more is read so that nobody can hide behind the end.</summary>
    public const int MaxCharacters = 24_000;

    private static readonly FrozenSet<string> SplitBefore = new[] { "m", "t", "s", "n", "u", "c", "q", "k", "sh", "b", "d", "i", "ma", "ta", "mu", "tu" }.ToFrozenSet();

    private readonly FrozenDictionary<string, string> equivalents;

    public TextFolder(IReadOnlyDictionary<string, string>? equivalents = null)
        => this.equivalents = (equivalents ?? new Dictionary<string, string>()).ToFrozenDictionary(StringComparer.Ordinal);

    public PlainFoldedText Fold(string text)
    {
        var clean = Clean(text, out var hidden);
        var tokens = new List<PlainToken>(clean.Length / 5);
        var word = new StringBuilder(32);
        int sentence = 0, clause = 0, latin = 0, cyrillic = 0, foreign = 0, upper = 0;
        var sawInSentence = false;
        var tone = default(Tone);
        for (var i = 0; i < clean.Length;)
        {
            var c = clean[i];
            if (IsWordPart(clean, i))
            {
                var start = i;
                while (i < clean.Length && (IsWordPart(clean, i) || (Letters.IsApostrophe(clean[i]) && i + 1 < clean.Length && char.IsLetter(clean[i + 1]))))
                {
                    var l = clean[i++];
                    latin += l is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '\u00C0' and <= '\u024F' ? 1 : 0;
                    cyrillic += Letters.IsCyrillic(l) ? 1 : 0;
                    foreign += char.IsLetter(l) && l > '\u052F' ? 1 : 0;
                    upper += char.IsUpper(l) ? 1 : 0;
                }

                AddWord(clean.AsSpan(start, i - start), sentence, clause, tokens, word);
                sawInSentence = true;
                continue;
            }

            tone = c switch
            {
                '?' => tone with { Asks = true, AsksLast = true },
                '!' => tone with { Exclaims = true, AsksLast = false },
                '.' => tone with { AsksLast = false },
                _ => tone,
            };
            if (sawInSentence && IsSentenceEnd(clean, i))
            {
                sentence++;
                clause++;
                sawInSentence = false;
            }
            else if (c is ',' or ':' or '(' or ')' or '"' or '«' or '»' or '„' or '“' or '–' or '—')
            {
                clause++;
            }

            i++;
        }

        // A text all in capitals tells nothing by its capitals.
        if (upper * 2 > latin + cyrillic)
        {
            tone = tone with { Capitals = true };
            for (var i = 0; i < tokens.Count; i++)
            {
                tokens[i] = tokens[i] with { Capital = false };
            }
        }

        return new PlainFoldedText(tokens, cyrillic > latin ? Script.Cyrl : Script.Latn, latin + cyrillic, foreign, hidden, tone);
    }

    /// <summary>Folds one word or phrase of a lexicon or gazetteer.</summary>
    public string FoldWord(string word)
    {
        var folded = Fold(word);
        return string.Join(' ', folded.Tokens.Select(t => t.Word));
    }

    private static bool IsWordPart(string text, int i)
        => char.IsLetterOrDigit(text[i])
           || (text[i] is '@' or '$' && i > 0 && i + 1 < text.Length && char.IsLetter(text[i - 1]) && char.IsLetter(text[i + 1]));

    private static bool IsSentenceEnd(string text, int i)
        => text[i] is '!' or '?' or '\n' or ';' or '…'
           || (text[i] == '.' && !(i > 0 && i + 1 < text.Length && char.IsDigit(text[i - 1]) && char.IsDigit(text[i + 1])));

    private static string Clean(string text, out int hidden)
    {
        hidden = 0;
        var limited = text.Length > MaxCharacters ? text.AsSpan(0, MaxCharacters) : text.AsSpan();
        var kept = new StringBuilder(limited.Length);
        for (var i = 0; i < limited.Length; i++)
        {
            var c = limited[i];
            if (Letters.IsHidden(c))
            {
                hidden++;
            }
            else if (char.IsSurrogate(c))
            {
                // Pairs may be letters of a fancy alphabet, which compatibility folding turns into plain ones; halves are dropped.
                if (char.IsHighSurrogate(c) && i + 1 < limited.Length && char.IsLowSurrogate(limited[i + 1]))
                {
                    // Threat: code points that are no characters, at which normalisation fails: a report that cannot be sent.
                    if ((char.ConvertToUtf32(c, limited[++i]) & 0xFFFE) != 0xFFFE)
                    {
                        kept.Append(c).Append(limited[i]);
                    }
                }
            }
            else
            {
                kept.Append(c);
            }
        }

        // Threat: letters from a fancy alphabet, and diacritics stacked by the hundred.
        var decomposed = kept.ToString().Normalize(NormalizationForm.FormKD);
        kept.Clear();
        foreach (var c in decomposed)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Surrogate))
            {
                kept.Append(c);
            }
        }

        return kept.ToString();
    }

    private void AddWord(ReadOnlySpan<char> raw, int sentence, int clause, List<PlainToken> tokens, StringBuilder word)
    {
        var capital = char.IsUpper(raw[0]);
        var cyrillic = 0;
        var latin = 0;
        var digits = 0;
        foreach (var c in raw)
        {
            cyrillic += Letters.IsCyrillic(c) ? 1 : 0;
            latin += c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' ? 1 : 0;
            digits += char.IsAsciiDigit(c) || c is '@' or '$' ? 1 : 0;
        }

        word.Clear();
        var start = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            var c = char.ToLowerInvariant(raw[i]);
            if (Letters.IsApostrophe(c))
            {
                if (i - start is > 0 and <= 2 && SplitBefore.Contains(word.ToString()))
                {
                    Flush(word, false, sentence, clause, capital, tokens);
                    start = i + 1;
                }

                continue;
            }

            if (Letters.IsCyrillic(c))
            {
                if (latin > cyrillic && Letters.LooksLatin.TryGetValue(c, out var look))
                {
                    word.Append(look);
                }
                else if (Letters.Cyrillic.TryGetValue(c, out var sound))
                {
                    word.Append(sound);
                }
            }
            else if (cyrillic > latin && latin > 0 && Letters.LooksCyrillic.TryGetValue(c, out var hidden))
            {
                word.Append(hidden);
            }
            else
            {
                _ = c switch
                {
                    'đ' or 'ð' => word.Append("dj"),
                    'ı' => word.Append('i'),
                    'ł' => word.Append('l'),
                    'ø' => word.Append('o'),
                    'ß' => word.Append("ss"),
                    'æ' => word.Append('e'),
                    _ => word.Append(c),
                };
            }
        }

        Flush(word, digits > 0 && latin + cyrillic > 1, sentence, clause, capital, tokens);
    }

    private void Flush(StringBuilder word, bool leet, int sentence, int clause, bool capital, List<PlainToken> tokens)
    {
        if (word.Length == 0)
        {
            return;
        }

        // "hellllp" and "poooolicija": three or more of a letter are one.
        if (word.Length > 3)
        {
            var kept = 0;
            for (var i = 0; i < word.Length;)
            {
                var run = i + 1;
                while (run < word.Length && word[run] == word[i])
                {
                    run++;
                }

                var copies = run - i >= 3 && char.IsLetter(word[i]) ? 1 : run - i;
                var letter = word[i];
                for (var n = 0; n < copies; n++)
                {
                    word[kept++] = letter;
                }

                i = run;
            }

            word.Length = Math.Min(kept, 40);
        }

        var text = word.ToString();
        word.Clear();
        string? alt = null;
        if (equivalents.TryGetValue(text, out var standard))
        {
            alt = standard;
        }
        else if (leet)
        {
            alt = string.Create(text.Length, text, static (span, source) =>
            {
                for (var i = 0; i < span.Length; i++)
                {
                    span[i] = Letters.FromLeet(source[i]);
                }
            });
        }
        else
        {
            alt = Ekavian.Of(text);
        }

        tokens.Add(new PlainToken(text, alt, sentence, clause, capital));
    }
}

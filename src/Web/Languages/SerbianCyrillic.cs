using System.Text;

namespace ReportingService.Web.Languages;

/// <summary>
/// Turns Serbian Latin into Cyrillic by rule. Words with a letter Serbian does not have (q, w, x, y), placeholders in
/// braces and the words of the exceptions list stay as that list says.
/// </summary>
public sealed class SerbianCyrillic(IReadOnlyDictionary<string, string> exceptions)
{
    private const string Latin = "abvgdđežzijklmnoprstćufhcčšABVGDĐEŽZIJKLMNOPRSTĆUFHCČŠ";
    private const string Cyrillic = "абвгдђежзијклмнопрстћуфхцчшАБВГДЂЕЖЗИЈКЛМНОПРСТЋУФХЦЧШ";

    /// <summary>The same text in Cyrillic.</summary>
    public string Of(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == '{')
            {
                var end = text.IndexOf('}', at);
                end = end < 0 ? text.Length : end + 1;
                result.Append(text, at, end - at);
                at = end;
            }
            else if (char.IsLetter(text[at]))
            {
                var end = at;
                while (end < text.Length && char.IsLetterOrDigit(text[end]))
                {
                    end++;
                }

                result.Append(Word(text[at..end]));
                at = end;
            }
            else
            {
                result.Append(text[at++]);
            }
        }

        return result.ToString();
    }

    private string Word(string word)
    {
        if (exceptions.TryGetValue(word, out var exception))
        {
            return exception;
        }

        if (word.AsSpan().IndexOfAny("qwxyQWXY") >= 0)
        {
            return word;
        }

        var result = new StringBuilder(word.Length);
        for (var at = 0; at < word.Length; at++)
        {
            var pair = at + 1 < word.Length ? word.Substring(at, 2) : string.Empty;
            var joined = pair switch
            {
                "lj" => 'љ',
                "Lj" or "LJ" => 'Љ',
                "nj" => 'њ',
                "Nj" or "NJ" => 'Њ',
                "dž" => 'џ',
                "Dž" or "DŽ" => 'Џ',
                _ => '\0',
            };
            if (joined != '\0')
            {
                result.Append(joined);
                at++;
                continue;
            }

            var letter = Latin.IndexOf(word[at], StringComparison.Ordinal);
            result.Append(letter < 0 ? word[at] : Cyrillic[letter]);
        }

        return result.ToString();
    }
}

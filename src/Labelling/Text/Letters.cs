using System.Collections.Frozen;

namespace ReportingService.Labelling.Text;

/// <summary>What single letters become when folded.</summary>
internal static class Letters
{
    /// <summary>Cyrillic to folded Latin (Serbian values; the rest by sound).</summary>
    public static readonly FrozenDictionary<char, string> Cyrillic = new Dictionary<char, string>
    {
        ['а'] = "a",
        ['б'] = "b",
        ['в'] = "v",
        ['г'] = "g",
        ['д'] = "d",
        ['ђ'] = "dj",
        ['е'] = "e",
        ['ж'] = "z",
        ['з'] = "z",
        ['и'] = "i",
        ['ј'] = "j",
        ['к'] = "k",
        ['л'] = "l",
        ['љ'] = "lj",
        ['м'] = "m",
        ['н'] = "n",
        ['њ'] = "nj",
        ['о'] = "o",
        ['п'] = "p",
        ['р'] = "r",
        ['с'] = "s",
        ['т'] = "t",
        ['ћ'] = "c",
        ['у'] = "u",
        ['ф'] = "f",
        ['х'] = "h",
        ['ц'] = "c",
        ['ч'] = "c",
        ['џ'] = "dz",
        ['ш'] = "s",
        ['й'] = "j",
        ['ы'] = "i",
        ['э'] = "e",
        ['ю'] = "ju",
        ['я'] = "ja",
        ['щ'] = "s",
        ['ъ'] = "",
        ['ь'] = "",
        ['і'] = "i",
        ['ѕ'] = "s",
        ['є'] = "e",
    }.ToFrozenDictionary();

    /// <summary>Cyrillic letters that pass for Latin ones, by look. Threat: a word hidden from the lexicons by look-alikes.</summary>
    public static readonly FrozenDictionary<char, char> LooksLatin = new Dictionary<char, char>
    {
        ['а'] = 'a',
        ['е'] = 'e',
        ['о'] = 'o',
        ['р'] = 'p',
        ['с'] = 'c',
        ['х'] = 'x',
        ['у'] = 'y',
        ['і'] = 'i',
        ['ј'] = 'j',
        ['ѕ'] = 's',
        ['в'] = 'b',
        ['н'] = 'h',
        ['к'] = 'k',
        ['м'] = 'm',
        ['т'] = 't',
        ['г'] = 'r',
        ['п'] = 'n',
        ['и'] = 'u',
    }.ToFrozenDictionary();

    /// <summary>Latin letters that pass for Cyrillic ones, as folded Latin.</summary>
    public static readonly FrozenDictionary<char, char> LooksCyrillic = new Dictionary<char, char>
    {
        ['a'] = 'a',
        ['e'] = 'e',
        ['o'] = 'o',
        ['p'] = 'r',
        ['c'] = 's',
        ['x'] = 'h',
        ['y'] = 'u',
        ['j'] = 'j',
        ['b'] = 'v',
        ['h'] = 'n',
        ['k'] = 'k',
        ['m'] = 'm',
        ['t'] = 't',
    }.ToFrozenDictionary();

    /// <summary>Digits and signs typed for letters inside a word.</summary>
    public static char FromLeet(char c) => c switch
    {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        '8' => 'b',
        '@' => 'a',
        '$' => 's',
        _ => c,
    };

    public static bool IsCyrillic(char c) => c is >= '\u0400' and <= '\u052F';

    public static bool IsHidden(char c)
        => c is '\uFFFE' or '\uFFFF' or (>= '\uFDD0' and <= '\uFDEF') or '\u00AD' or '\u034F' or '\u061C' or '\u180E' or '\uFEFF' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u206F');

    public static bool IsApostrophe(char c) => c is '\'' or '\u2019' or '\u2018' or '\u00B4' or '`' or '\u02BC' or '\u2032';
}

using System.Globalization;
using ReportingService.Labelling.Text;

namespace ReportingService.Labelling.Model;

/// <summary>The shape of a text as features: how long it is, whether it asks or shouts, which kinds of numbers stand in it.</summary>
internal static class Shape
{
    private const int MostWords = 300;
    private static readonly int[] Lengths = [2, 4, 7, 12, 20, 35, 60, 100];

    public static IEnumerable<int> Of(PlainFoldedText text)
    {
        yield return Lengths.Count(l => text.Tokens.Count > l);
        yield return 20 + Math.Min(text.Sentences, 5);
        if (text.Tone.Asks)
        {
            yield return 30;
        }

        if (text.Tone.AsksLast)
        {
            yield return 31;
        }

        if (text.Tone.Exclaims)
        {
            yield return 32;
        }

        if (text.Tone.Capitals)
        {
            yield return 33;
        }

        for (var i = 0; i < Math.Min(text.Tokens.Count, MostWords); i++)
        {
            if (char.IsAsciiDigit(text.Tokens[i].Word[0]))
            {
                yield return 40 + KindOf(text.Tokens[i].Word);
            }
        }
    }

    // The age of a child, of a grown person or a price, a year of the war, a year of ours, a number of a telephone.
    private static int KindOf(string word)
    {
        var digits = word.AsSpan(0, Math.Max(1, word.AsSpan().IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : word.Length));
        return digits.Length > 5 || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? 0
            : number switch
            {
                < 3 => 1,
                < 18 => 2,
                < 100 => 3,
                >= 1990 and <= 2000 => 4,
                > 2000 and < 2040 => 5,
                _ => 6,
            };
    }
}

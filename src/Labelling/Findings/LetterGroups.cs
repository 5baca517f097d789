using System.Runtime.InteropServices;
using ReportingService.Core.Vocabulary;
using ReportingService.Labelling.Text;

namespace ReportingService.Labelling.Findings;

/// <summary>
/// How usual each group of three letters is in Albanian, Serbian and English, counted in the examples: tells the language of a text in which
/// no small word of any stands ("odneli bojler", "fake euro notes").
/// </summary>
internal sealed class LetterGroups
{
    /// <summary>In the order of <see cref="Share"/>.</summary>
    public static readonly IReadOnlyList<Language> Languages = [Language.Sq, Language.Sr, Language.En];

    // The 26 folded letters and the edge of a word.
    private const int Signs = 27;
    private const int Groups = Signs * Signs * Signs;
    private const int MostWords = 100;

    // Steps to a natural logarithm; groups beside each other say much the same.
    private const float Steps = 16;
    private const double Believed = 0.5;
    private const double Seldom = 0.5;

    private readonly sbyte[] table;

    private LetterGroups(sbyte[] table) => this.table = table;

    /// <summary>Counts the groups of texts whose language is known.</summary>
    public static LetterGroups Count(IEnumerable<(Language Language, PlainFoldedText Text)> texts)
    {
        var counts = new double[Groups * Languages.Count];
        var all = new double[Languages.Count];
        foreach (var (language, text) in texts)
        {
            for (var column = 0; column < Languages.Count; column++)
            {
                if (Languages[column] == language)
                {
                    foreach (var group in Of(text))
                    {
                        counts[(group * Languages.Count) + column]++;
                        all[column]++;
                    }
                }
            }
        }

        var table = new sbyte[counts.Length];
        for (var group = 0; group < Groups; group++)
        {
            var row = Enumerable.Range(0, Languages.Count).Select(column => Math.Log((counts[(group * Languages.Count) + column] + Seldom) / (all[column] + (Seldom * Groups)))).ToArray();
            for (var column = 0; column < row.Length; column++)
            {
                table[(group * Languages.Count) + column] = (sbyte)Math.Max(sbyte.MinValue, Math.Round((row[column] - row.Max()) * Steps));
            }
        }

        return new LetterGroups(table);
    }

    public static LetterGroups Read(BinaryReader reader)
    {
        var table = new sbyte[Groups * Languages.Count];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(table.AsSpan()));
        return new LetterGroups(table);
    }

    public void Write(BinaryWriter writer) => writer.Write(MemoryMarshal.AsBytes(table.AsSpan()));

    /// <summary>The likelihoods of <see cref="Languages"/>, together 1; all alike for a text without a word of letters.</summary>
    public double[] Share(PlainFoldedText text)
    {
        var shares = new double[Languages.Count];
        foreach (var group in Of(text))
        {
            for (var column = 0; column < shares.Length; column++)
            {
                shares[column] += table[(group * shares.Length) + column];
            }
        }

        var most = shares.Max();
        var likely = shares.Select(sum => Math.Exp((sum - most) / Steps * Believed)).ToArray();
        return [.. likely.Select(one => one / likely.Sum())];
    }

    private static IEnumerable<int> Of(PlainFoldedText text)
    {
        for (var i = 0; i < Math.Min(text.Tokens.Count, MostWords); i++)
        {
            var word = text.Tokens[i].Word;
            if (!word.All(char.IsAsciiLetterLower))
            {
                continue;
            }

            var (first, second) = (0, 0);
            for (var at = 0; at <= word.Length; at++)
            {
                var sign = at < word.Length ? word[at] - 'a' + 1 : 0;
                yield return (((first * Signs) + second) * Signs) + sign;
                (first, second) = (second, sign);
            }
        }
    }
}

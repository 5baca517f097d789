using ReportingService.Core.Vocabulary;
using ReportingService.Labelling.Text;

namespace ReportingService.Labelling.Model;

/// <summary>
/// A naive Bayes model over words and letter groups, trained when loaded from the examples in the routing folder.
/// It only proposes a category where the lexicons are silent, and says nothing when it is not sure. It never proposes
/// spam, information requests, emergencies or complaints about police: those decide who does not get a report.
/// </summary>
internal sealed class TextModel
{
    private const int Buckets = 1 << 15;
    private const int Longest = 400;

    private static readonly Category[] Proposable =
    [
        .. Enum.GetValues<Category>().Except([Category.Spam, Category.InformationRequest, Category.Emergency, Category.PoliceMisconduct]),
    ];

    private readonly float[][] logs;

    private TextModel(float[][] logs) => this.logs = logs;

    /// <summary>Reads <c>category TAB text</c> lines.</summary>
    public static TextModel Train(Stream examples, TextFolder folder)
    {
        var counts = Proposable.Select(_ => new int[Buckets]).ToArray();
        using var reader = new StreamReader(examples, leaveOpen: true);
        for (var line = 1; reader.ReadLine() is { } row; line++)
        {
            var tab = row.IndexOf('\t', StringComparison.Ordinal);
            if (tab < 1 || !Codes.TryParse<Category>(row[..tab], out var category))
            {
                throw new InvalidDataException($"model/examples.tsv, line {line}: a line is category, tab, text.");
            }

            var at = Array.IndexOf(Proposable, category);
            if (at >= 0)
            {
                foreach (var feature in Features(folder.Fold(row[(tab + 1)..])))
                {
                    counts[at][feature]++;
                }
            }
        }

        const double Smoothing = 0.2;
        return new TextModel([.. counts.Select(own =>
        {
            var total = own.Sum() + (Smoothing * Buckets);
            return own.Select(n => (float)Math.Log((n + Smoothing) / total)).ToArray();
        })]);
    }

    /// <summary>The likeliest category, or null when the second is close behind.</summary>
    public Category? Propose(PlainFoldedText text)
    {
        var sums = new double[Proposable.Length];
        var features = 0;
        foreach (var feature in Features(text))
        {
            features++;
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += logs[i][feature];
            }
        }

        var best = Array.IndexOf(sums, sums.Max());
        var second = sums.Where((_, i) => i != best).Max();
        return features >= 12 && sums[best] - second >= 2 ? Proposable[best] : null;
    }

    private static IEnumerable<int> Features(PlainFoldedText text)
    {
        var words = Math.Min(text.Tokens.Count, Longest);
        for (var i = 0; i < words; i++)
        {
            var word = text.Tokens[i].Word;
            if (word.Length < 3)
            {
                continue;
            }

            yield return Bucket(word, 0, Math.Min(word.Length, 6), 1);
            for (var at = 0; at + 4 <= word.Length; at++)
            {
                yield return Bucket(word, at, 4, 2);
            }
        }
    }

    private static int Bucket(string word, int at, int length, uint kind)
    {
        var hash = 2166136261u ^ kind;
        for (var i = at; i < at + length; i++)
        {
            hash = (hash ^ word[i]) * 16777619u;
        }

        return (int)((hash ^ (hash >> 15)) & (Buckets - 1));
    }
}

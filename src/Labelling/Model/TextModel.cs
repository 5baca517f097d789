using ReportingService.Core.Vocabulary;
using ReportingService.Labelling.Lexicons;
using ReportingService.Labelling.Text;

namespace ReportingService.Labelling.Model;

/// <summary>Reads <see cref="Features"/>: the answers of <see cref="Heads"/> with their likelihoods, by what each feature says and by small networks. It was
/// trained offline by <see cref="Trainer"/> from the examples in the routing folder.</summary>
internal sealed class TextModel(Features features, Weights weights)
{
    public Reading Read(PlainFoldedText text, IReadOnlySet<Language> languages, Matches matches)
    {
        var (found, values) = features.Of(text, languages, matches);
        var sums = new float[Heads.Count];
        weights.Sum(found, values, sums);
        Choose(sums);
        return new Reading(sums, text.Tokens.Count);
    }

    /// <summary>Turns sums into likelihoods: one choice among categories, a yes or no for the others.</summary>
    public static void Choose(float[] sums)
    {
        var most = float.MinValue;
        for (var i = 0; i < Heads.Categories; i++)
        {
            most = Math.Max(most, sums[i]);
        }

        var total = 0f;
        for (var i = 0; i < Heads.Categories; i++)
        {
            sums[i] = MathF.Exp(sums[i] - most);
            total += sums[i];
        }

        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = i < Heads.Categories ? sums[i] / total : 1 / (1 + MathF.Exp(-sums[i]));
        }
    }
}

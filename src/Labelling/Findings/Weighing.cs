using ReportingService.Core.Labels;
using ReportingService.Core.Vocabulary;
using ReportingService.Labelling.Model;

namespace ReportingService.Labelling.Findings;

/// <summary>
/// Weighs what the lexicons found against what the model reads. The model adds and never takes away protection, danger or
/// a flag; where it must decide who does not get a report, doubt is enough.
/// </summary>
internal static class Weighing
{
    /// <summary>From here on the model alone says that life is in danger now.</summary>
    public const double Danger = 0.35;

    /// <summary>From here on a dangerous thing, not past and no habit, is enough beside the model.</summary>
    public const double DangerBesideWords = 0.15;

    private const double LexiconShare = 0.3;
    private const double MostLexicon = 4;

    /// <summary>From here on the model alone sets a flag. Threat: a victim's report read as somebody else's; doubt is enough there.</summary>
    public static double Flag(ReportFlag flag) => flag switch
    {
        ReportFlag.ThirdParty => 0.5,
        ReportFlag.VictimSelf => 0.25,
        _ => 0.3,
    };

    /// <summary>Whether police may be complained of although no phrase of a complaint fits.</summary>
    public static bool MayComplain(Reading reading, bool policeNamed)
    {
        var likely = Math.Max(reading.Of(ReportFlag.SubjectIsPolice), reading.Of(Category.PoliceMisconduct));
        return likely >= (policeNamed ? 0.25 : 0.4);
    }

    /// <summary>The category both speak for most. Spam needs the lexicon's word: a model does not put a report into quarantine.</summary>
    public static (Category? Category, LabelSource Source) Of(CategoryScores scores, Reading reading, Category? lexical)
    {
        if (lexical == Category.Spam)
        {
            return (lexical, LabelSource.Lexicon);
        }

        var best = (Category: (Category?)null, Sum: double.NegativeInfinity);
        foreach (var category in Enum.GetValues<Category>())
        {
            if (category is Category.Spam or Category.Emergency or Category.PoliceMisconduct)
            {
                continue;
            }

            var weight = Math.Min(scores[category], MostLexicon);
            weight = category == Category.Robbery ? Math.Max(weight, Math.Min(scores.OtherViolence, 2)) : weight;
            var sum = Math.Log(reading.Of(category) + 1e-4) + (LexiconShare * weight);
            best = sum > best.Sum ? (category, sum) : best;
        }

        return best.Category is { } found && (scores[found] > 0 || found == lexical || reading.Of(found) >= 0.12)
            ? (found, found == lexical ? LabelSource.Lexicon : LabelSource.Model)
            : (lexical, LabelSource.Lexicon);
    }
}

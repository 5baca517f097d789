using ReportingService.Core.Labels;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Labelling.Model;

/// <summary>How likely the model holds what each head answers, from 0 to 1.</summary>
internal sealed class Reading(float[] answers, int words)
{
    private const float Sure = 0.5f;
    private const double SureOfDanger = 0.9;
    private const float SureOfVictim = 0.7f;

    private static readonly int[] Complaint =
    [
        (int)Category.PoliceMisconduct, Heads.Of(ReportFlag.SubjectIsPolice), Heads.Of(ReportFlag.PossibleInsider),
        Heads.Of(ReportFlag.ExcludedUnitRequested), Heads.Of(ReportFlag.ConflictOfInterest),
    ];

    private static readonly int[] OfTheHelpline = [(int)Category.DomesticViolence, (int)Category.Trafficking];
    private static readonly int[] Danger = [Heads.Now, (int)Category.Emergency];

    /// <summary>
    /// Too short a text for the model to be believed at a low likelihood: "this too", "yes, yesterday evening". What says enough in so few
    /// words says it in words that the lexicons know, or makes the model sure.
    /// </summary>
    public bool IsOfFewWords => words < 7;

    /// <summary>
    /// The same without doubts about danger and about who must not get it. An answer to a question ("the wallet was black", "I do not know the
    /// street") says little by itself, and the model, which learnt from whole reports, sees a complaint or a danger in one of five.
    /// </summary>
    /// <param name="bodyNamed">Whether a body that reports are protected to is named: then doubt is enough, as in a report.</param>
    /// <param name="policeNamed">Whether any word for police stands there: without one there is no complaint but in a phrase.</param>
    public Reading WithoutDoubts(bool bodyNamed, bool policeNamed)
    {
        var sure = (float[])answers.Clone();
        Forget(Complaint, head => !bodyNamed && (!policeNamed || sure[head] < Sure));
        Forget(OfTheHelpline, head => sure[head] < SureOfVictim);
        Forget(Danger, _ => IsOfFewWords || DangerNow < SureOfDanger);
        return new Reading(sure, words);

        void Forget(int[] heads, Func<int, bool> when)
        {
            foreach (var head in heads.Where(when))
            {
                sure[head] = 0;
            }
        }
    }

    /// <summary>Danger at this moment, by the two answers that speak of it; the one that weighs it against other categories is the surer.</summary>
    public double DangerNow => (0.25 * answers[Heads.Now]) + (0.75 * answers[(int)Category.Emergency]);

    public double Discipline => answers[Heads.Discipline];

    public double Of(ReportFlag flag) => answers[Heads.Of(flag)];

    public double Of(Category category) => answers[(int)category];

    public double Of(Sign sign) => Heads.Of(sign) is { } at ? answers[at] : 0;
}

using ReportingService.Core.Labels;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Labelling.Model;

/// <summary>How likely the model holds what each head answers, from 0 to 1.</summary>
internal sealed class Reading(float[] answers, int words)
{
    private const float Sure = 0.5f;

    private static readonly int[] Excluding =
    [
        (int)Category.PoliceMisconduct, Heads.Of(ReportFlag.SubjectIsPolice), Heads.Of(ReportFlag.PossibleInsider),
        Heads.Of(ReportFlag.ExcludedUnitRequested), Heads.Of(ReportFlag.ConflictOfInterest), (int)Category.DomesticViolence, (int)Category.Trafficking,
    ];

    /// <summary>
    /// Too short a text for the model to be believed at a low likelihood: "this too", "yes, yesterday evening". What says enough in so few
    /// words says it in words that the lexicons know, or makes the model sure.
    /// </summary>
    public bool IsOfFewWords => words < 7;

    /// <summary>
    /// The same without doubts about who must not get it. An answer to a question ("the wallet was black", "I do not know the street") says
    /// little by itself, and the model, which learnt from whole reports, sees a complaint in one of five.
    /// </summary>
    public Reading WithoutDoubts()
    {
        var sure = (float[])answers.Clone();
        foreach (var head in Excluding)
        {
            sure[head] = sure[head] < Sure ? 0 : sure[head];
        }

        return new Reading(sure, words);
    }

    /// <summary>Danger at this moment, by the two answers that speak of it; the one that weighs it against other categories is the surer.</summary>
    public double DangerNow => (0.25 * answers[Heads.Now]) + (0.75 * answers[(int)Category.Emergency]);

    public double Discipline => answers[Heads.Discipline];

    public double Of(ReportFlag flag) => answers[Heads.Of(flag)];

    public double Of(Category category) => answers[(int)category];

    public double Of(Sign sign) => Heads.Of(sign) is { } at ? answers[at] : 0;
}

using ReportingService.Core.Labels;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Labelling.Model;

/// <summary>How likely the model holds what each head answers, from 0 to 1.</summary>
internal sealed class Reading(float[] answers, int words)
{
    /// <summary>
    /// Too short a text for the model to be believed at a low likelihood: "this too", "yes, yesterday evening". What says enough in so few
    /// words says it in words that the lexicons know, or makes the model sure.
    /// </summary>
    public bool IsOfFewWords => words < 7;

    /// <summary>Danger at this moment, by the two answers that speak of it; the one that weighs it against other categories is the surer.</summary>
    public double DangerNow => (0.25 * answers[Heads.Now]) + (0.75 * answers[(int)Category.Emergency]);

    public double Discipline => answers[Heads.Discipline];

    public double Of(ReportFlag flag) => answers[Heads.Of(flag)];

    public double Of(Category category) => answers[(int)category];

    public double Of(Sign sign) => Heads.Of(sign) is { } at ? answers[at] : 0;
}

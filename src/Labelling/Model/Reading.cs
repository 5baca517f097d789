using ReportingService.Core.Labels;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Labelling.Model;

/// <summary>How likely the model holds what each head answers, from 0 to 1.</summary>
internal sealed class Reading(float[] answers)
{
    /// <summary>Danger at this moment, by either of the two answers that speak of it.</summary>
    public double DangerNow => (answers[Heads.Now] + answers[(int)Category.Emergency]) / 2;

    public double Discipline => answers[Heads.Discipline];

    public double Of(ReportFlag flag) => answers[Heads.Of(flag)];

    public double Of(Category category) => answers[(int)category];

    public double Of(Sign sign) => Heads.Of(sign) is { } at ? answers[at] : 0;
}

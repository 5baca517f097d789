using ReportingService.Core.Vocabulary;

namespace ReportingService.Labelling.Model;

/// <summary>How likely the model holds each category and flag of a text to be, from 0 to 1.</summary>
internal sealed record Reading(IReadOnlyList<double> Categories, IReadOnlyDictionary<ReportFlag, double> Flags, double DangerNow)
{
    public double Of(ReportFlag flag) => Flags.GetValueOrDefault(flag);

    public double Of(Category category) => Categories[(int)category];
}

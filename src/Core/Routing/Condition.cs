using ReportingService.Core.Labels;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Core.Routing;

/// <summary>One thing a rule may ask about a report: a flag, a sign, or that misconduct is of discipline only.</summary>
public sealed record Condition(string Code)
{
    private const string Discipline = "discipline";

    /// <summary>The codes of everything that rules can ask.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Enum.GetValues<ReportFlag>().Select(Codes.Of), .. Enum.GetValues<Sign>().Select(Codes.Of), Discipline];

    /// <summary>Whether a code names something that rules can ask.</summary>
    public static bool IsKnown(string code) => All.Contains(code, StringComparer.Ordinal);

    public bool Holds(ReportLabels labels)
        => Code == Discipline ? labels.Misconduct == MisconductKind.Discipline
            : Codes.TryParse<ReportFlag>(Code, out var flag) ? labels.Has(flag)
            : Codes.TryParse<Sign>(Code, out var sign) && labels.Has(sign);
}

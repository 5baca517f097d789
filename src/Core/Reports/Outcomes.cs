using ReportingService.Core.Keys;

namespace ReportingService.Core.Reports;

/// <summary>How the work on a report can end: a closed list, which its reporter reads.</summary>
public static class Outcomes
{
    /// <summary>
    /// Says that it is over and nothing of what it was about. Threat: an outcome stands in clear and on the receipt; "protected" or
    /// "referred to a shelter" would tell whoever reads either that somebody is a victim.
    /// </summary>
    public const string Concluded = "concluded";

    private static readonly string[] OfPolice = ["acted", "proceedings", "prevented", "informed", "no_evidence", "not_police", "duplicate", "not_serious"];

    private static readonly string[] OfHelpline = [Concluded, "acted", "duplicate", "not_serious"];

    /// <summary>The codes a case may keep.</summary>
    public static IReadOnlyList<string> All { get; } = [.. OfPolice.Union(OfHelpline)];

    /// <summary>The codes the staff of a body choose from. The police account for what they did; the helpline's work is not told.</summary>
    public static IReadOnlyList<string> Of(KeyDomain domain) => domain == KeyDomain.Helpline ? OfHelpline : OfPolice;

    /// <summary>
    /// What the reporter is told; null for a code that is not in the list. Threat: whoever is reported sends a report of his own to learn
    /// whether another exists: "duplicate" would tell. And nobody who asked for help reads that it was not serious.
    /// </summary>
    public static string? ForReporter(string? code) => code switch
    {
        "duplicate" => "elsewhere",
        "not_serious" => "no_further_action",
        _ => code is not null && All.Contains(code) ? code : null,
    };
}

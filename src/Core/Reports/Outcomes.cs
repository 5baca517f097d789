namespace ReportingService.Core.Reports;

/// <summary>How the work on a report can end: a closed list, which its reporter reads.</summary>
public static class Outcomes
{
    /// <summary>The codes staff choose from and the case keeps.</summary>
    public static IReadOnlyList<string> All { get; } =
        ["acted", "proceedings", "prevented", "informed", "no_evidence", "not_police", "duplicate", "not_serious"];

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

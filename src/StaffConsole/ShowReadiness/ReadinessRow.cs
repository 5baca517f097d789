namespace ReportingService.StaffConsole.ShowReadiness;

/// <summary>A desk where somebody has to act before all of its people read.</summary>
/// <param name="Desk">The desk.</param>
/// <param name="Why">Why nobody opens what comes now: <c>nokey</c>, <c>pending</c>, <c>ended</c>, <c>noreader</c>; <c>recused</c> when the desk is
/// opened, but every reader stepped aside from some report; null when all is read.</param>
/// <param name="Waiting">Members who cannot read there yet.</param>
/// <param name="Readers">Members who can open the newest key, also one that has ended.</param>
/// <param name="Recused">Open reports that every reader stepped aside from.</param>
public sealed record ReadinessRow(string Desk, string? Why, IReadOnlyList<string> Waiting, IReadOnlyList<string> Readers, int Recused = 0)
{
    /// <summary>Key of the sentence that says who can act: <c>staff.readiness.act.{Act}</c>.</summary>
    public string Act => Why switch
    {
        "recused" => "recused",
        "pending" => "sign",
        "nokey" when Waiting.Count > 0 => "first",
        "ended" when Readers.Count > 0 => "anew",
        "ended" or "noreader" when Waiting.Count > 0 => "custodian",
        null => "admit",
        _ => "assign",
    };
}

namespace ReportingService.StaffConsole.ShowReadiness;

/// <summary>A desk where somebody has to act before all of its people read.</summary>
/// <param name="Desk">The desk.</param>
/// <param name="Why">Why nobody opens what comes now: <c>nokey</c>, <c>pending</c>, <c>ended</c>, <c>noreader</c>; <c>recused</c> when the desk is
/// opened, but every reader stepped aside from some report; null when all is read.</param>
/// <param name="Waiting">Members who cannot read there yet.</param>
/// <param name="Readers">Members who can open the newest key, also one that has ended.</param>
/// <param name="Recused">Open reports that every reader stepped aside from.</param>
/// <param name="Invited">Members who have no keys until they accept an invitation.</param>
/// <param name="Disabled">Members whose accounts are disabled.</param>
public sealed record ReadinessRow(string Desk, string? Why, IReadOnlyList<string> Waiting, IReadOnlyList<string> Readers, int Recused, IReadOnlyList<string> Invited, IReadOnlyList<string> Disabled)
{
    /// <summary>Key of the sentence that says who can act: <c>staff.readiness.act.{Act}</c>.</summary>
    public string Act => Why switch
    {
        "recused" => "recused",
        "pending" => "sign",
        "nokey" when Waiting.Count > 0 => "first",
        "nokey" when Invited.Count > 0 => "accept",
        "ended" when Readers.Count > 0 => "anew",
        "ended" or "noreader" when Waiting.Count > 0 => "custodian",
        "ended" or "noreader" when Disabled.Count > 0 => "disabled",
        "ended" or "noreader" when Invited.Count > 0 => "invited",
        "ended" or "noreader" => "nobody",
        null => "admit",
        _ => "assign",
    };

    /// <summary>What a custodian runs, when the key exists and only they can give access to it; null when others act first and alone.</summary>
    public string? Command => Act switch
    {
        "custodian" => Grant(Waiting[0]),
        "invited" => Grant(Invited[0]),
        "disabled" or "nobody" or "recused" => Grant("U"),
        _ => null,
    };

    private string Grant(string user) => $"grant --user {user} --desk {Desk} --recovery-key FILE";
}

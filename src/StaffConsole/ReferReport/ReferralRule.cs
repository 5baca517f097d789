using ReportingService.Core.Keys;

namespace ReportingService.StaffConsole.ReferReport;

/// <summary>Which bodies outside may be given a report by whom, and on what ground. An arrow that is not here is refused.</summary>
public static class ReferralRule
{
    private static readonly string[] OfPolice = ["social_welfare", "shelter", "iom", "prosecution", "inspectorate", "victims_office"];
    // Not the inspectorate: the helpline hands it a copy, which it can open.
    private static readonly string[] OfHelpline = ["social_welfare", "shelter", "iom"];
    private static readonly string[] OfInvestigators = ["prosecution", "victims_office"];

    /// <summary>No referral leaves without one of these.</summary>
    public static IReadOnlyList<string> Bases { get; } = ["consent", "child", "danger_to_life"];

    /// <summary>All bodies there are.</summary>
    public static IReadOnlyList<string> AllBodies { get; } = [.. OfPolice];

    /// <summary>Those a desk of this domain may refer to.</summary>
    public static IReadOnlyList<string> BodiesFor(KeyDomain domain) => domain switch
    {
        KeyDomain.Police => OfPolice,
        KeyDomain.Helpline => OfHelpline,
        _ => OfInvestigators,
    };

    /// <summary>Key of the sentence about what is wrong; null when it may leave.</summary>
    public static string? WrongWith(KeyDomain from, string? body, string? basis, string words, DateOnly? day, DateOnly today)
        => body is null || !BodiesFor(from).Contains(body) ? "staff.refer.body.choose"
            : basis is null || !Bases.Contains(basis) ? "staff.refer.basis.choose"
            : words.Length == 0 ? "staff.refer.words.empty"
            : day is null || day > today ? "staff.refer.day.wrong"
            : null;
}

using ReportingService.Core.Keys;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Core.Routing;

/// <summary>Where a report goes and why.</summary>
/// <param name="Unit">Base code of the unit that should work on it.</param>
/// <param name="Desk">The named desk.</param>
/// <param name="HoldingDesk">A ready desk of the same domain, the named one if it is ready; null: wrap to the recovery key of <paramref name="Domain"/> and wait.</param>
/// <param name="AlsoNotify">Desks that get a notice, never a key.</param>
/// <param name="SuggestedReferrals">Bodies outside the police: shown to the holder as a referral to make, nothing is sent.</param>
/// <param name="ExcludedUnits">Base and desk codes that must never get it.</param>
/// <param name="DecidedBy">The layer that decided: protection, exclusion, emergency, category, fallback.</param>
/// <param name="Reasons">Codes with arguments, in order; <see cref="ReasonWords"/> says them in words.</param>
public sealed record RoutingDecision(
    string Unit,
    string Desk,
    string? HoldingDesk,
    KeyDomain Domain,
    Protection Protection,
    Urgency Urgency,
    bool Restricted,
    IReadOnlyList<string> AlsoNotify,
    IReadOnlyList<string> SuggestedReferrals,
    IReadOnlyList<string> ExcludedUnits,
    string DecidedBy,
    string RuleId,
    string RuleVersion,
    IReadOnlyList<string> Reasons,
    Category Category,
    string? Municipality,
    string? Region);

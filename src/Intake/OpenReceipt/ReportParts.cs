using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Data;

namespace ReportingService.Intake.OpenReceipt;

/// <summary>
/// The parts of one report and who reads each. Words that its holder must not read have made a part of their own; from then on whoever
/// writes more says to whom. Threat: a victim's answer to the helpline lands at the station that has the first part.
/// </summary>
public static class ReportParts
{
    /// <summary>
    /// Those that take more words, one a body: the protected bodies first, of these who has asked. Never the first part while nobody of the
    /// police has it and a protected one is open: it is on its way, or was taken from its holder.
    /// </summary>
    public static IReadOnlyList<Case> Open(IReadOnlyList<Case> parts)
    {
        var open = parts.Where(part => !HasEnded(part)).ToList();
        var isProtected = open.Exists(part => part.Domain != KeyDomain.Police);
        return [.. open.Where(part => !isProtected || part.Domain != KeyDomain.Police || part.HolderDesk is not null)
            .GroupBy(part => part.Domain).Select(body => body.OrderByDescending(HasAsked).ThenByDescending(part => part.CreatedAt).First())
            .OrderByDescending(part => part.Domain != KeyDomain.Police).ThenByDescending(HasAsked).ThenByDescending(part => part.Domain)];
    }

    /// <summary>The part whose standing is told: the first; once all have ended, one whose withdrawal can be taken back.</summary>
    public static Case Shown(IReadOnlyList<Case> parts) => parts.All(HasEnded) && parts.FirstOrDefault(part => part.State == ReportState.Withdrawn) is { } withdrawn ? withdrawn : parts[0];

    private static bool HasAsked(Case part) => part.State == ReportState.Question;

    private static bool HasEnded(Case part) => part.State is ReportState.Closed or ReportState.Withdrawn;
}

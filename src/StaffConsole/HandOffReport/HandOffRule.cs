using ReportingService.Core.Keys;
using ReportingService.Core.Labels;
using ReportingService.Core.Routing;

namespace ReportingService.StaffConsole.HandOffReport;

/// <summary>
/// When a helpline case may reach the police or the inspectorate: with recorded consent, or for a child or danger to life with
/// a reason and a second person. Nothing else, whoever asks.
/// </summary>
public static class HandOffRule
{
    /// <summary>Most characters of a reason.</summary>
    public const int LongestReason = 4000;

    /// <summary>
    /// What these terms lack to be carried out by this person now; null when nothing. <paramref name="confirmer"/> is null while they are
    /// only proposed. What the person can put right in the form is named in the form's order. <paramref name="refusedUnits"/> must not get it;
    /// <paramref name="files"/> are the report's own: what else the form names is no file, and a copy of nothing is none.
    /// </summary>
    public static HandOffOutcome? Lack(HandOffTerms terms, string reason, Guid? confirmer, Desk from, Desk? to, IReadOnlyCollection<string> refusedUnits, IReadOnlyCollection<Guid> files)
        => from.Domain != KeyDomain.Helpline ? HandOffOutcome.NotAllowed
            : terms.Ground is null ? HandOffOutcome.NoGround
            : WrongReason(reason) is { } wrong ? wrong
            : !terms.WithWords && !terms.Files.Any(files.Contains) ? HandOffOutcome.NothingChosen
            : string.IsNullOrEmpty(terms.Desk) ? HandOffOutcome.NoDesk
            : to is null || !Receives(to) || refusedUnits.Contains(to.Code) ? HandOffOutcome.DeskNotAllowed
            : terms.Withheld?.Contains(to.Code) == true ? HandOffOutcome.DeskWithheld
            : NeedsSecondPerson(terms) && (confirmer is not { } second || second == terms.ProposedBy) ? HandOffOutcome.NotAllowed
            : null;

    /// <summary>What is wrong with a reason, to hand off or not to; null when nothing is.</summary>
    public static HandOffOutcome? WrongReason(string reason)
        => string.IsNullOrWhiteSpace(reason) ? HandOffOutcome.NoReason : reason.Length > LongestReason ? HandOffOutcome.ReasonTooLong : null;

    /// <summary>Whether a desk can get copies at all: it works on cases, which the desk for questions and the quarantine do not.</summary>
    public static bool Receives(Desk desk) => desk is { External: false, Domain: KeyDomain.Police or KeyDomain.Pik, Unit: not ("INFO" or "SPAM") };

    /// <summary>Whether a second person must confirm.</summary>
    public static bool NeedsSecondPerson(HandOffTerms terms) => terms.Ground is HandOffBasis.Child or HandOffBasis.DangerToLife;

    /// <summary>Whether the reporter asked, by tick or in words, that no police be told.</summary>
    public static bool NoPoliceWanted(ReportLabels? labels) => labels is not null && (labels.Ticks.HelplineOnly || labels.Has(Sign.NoPolice));
}

using ReportingService.Core.Keys;
using ReportingService.Core.Routing;

namespace ReportingService.StaffConsole.HandOffReport;

/// <summary>
/// When a helpline case may reach the police or the inspectorate: with recorded consent, or for a child or danger to life with
/// a reason and a second person. Nothing else, whoever asks.
/// </summary>
public static class HandOffRule
{
    /// <summary>Whether these terms may be carried out by this person now. <paramref name="confirmer"/> is null while they are only proposed.</summary>
    public static bool Allows(HandOffTerms terms, string reason, Guid? confirmer, Desk from, Desk? to, IReadOnlyCollection<string> refusedUnits)
        => from.Domain == KeyDomain.Helpline
            && to is { External: false, Domain: KeyDomain.Police or KeyDomain.Pik }
            && !refusedUnits.Contains(to.Code) && !refusedUnits.Contains(to.Unit)
            && !string.IsNullOrWhiteSpace(reason)
            && (terms.WithWords || terms.Files.Count > 0)
            && terms.Ground switch
            {
                HandOffBasis.Consent => true,
                HandOffBasis.Child or HandOffBasis.DangerToLife => confirmer is { } second && second != terms.ProposedBy,
                _ => false,
            };

    /// <summary>Whether a second person must confirm.</summary>
    public static bool NeedsSecondPerson(HandOffTerms terms) => terms.Ground is HandOffBasis.Child or HandOffBasis.DangerToLife;
}

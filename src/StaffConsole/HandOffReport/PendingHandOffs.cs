using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;

namespace ReportingService.StaffConsole.HandOffReport;

/// <summary>
/// Hand-offs of the helpline that wait for a second person. A life may hang on them: whoever may decide is told in the queue and under
/// the notices, not only on the report's page. Read from the few proposals that are open, however many reports there are.
/// </summary>
public sealed class PendingHandOffs(RoutingData routing)
{
    /// <summary>The audit line of a proposal.</summary>
    public const string Proposed = "hand_off_proposed";

    /// <summary>More than anybody decides; whoever writes to the database cannot make the list endless.</summary>
    private const int Most = 200;

    /// <summary>Open reports at the reader's helpline desks with a proposal of somebody else that nobody has decided; the most urgent first.</summary>
    public async Task<IReadOnlyList<PendingHandOff>> ReadAsync(ReportingDb db, StaffUser user, CancellationToken cancellationToken)
    {
        var desks = user.ActiveDesks.Where(desk => routing.Desks.Find(desk)?.Domain == KeyDomain.Helpline).ToList();
        if (desks.Count == 0)
        {
            return [];
        }

        // Two steps, so that no engine begins with the reports.
        var proposed = await db.HandOffProposals.AsNoTracking().Where(proposal => proposal.ProposedBy != user.AccountId)
            .Select(proposal => proposal.CaseId).Distinct().OrderBy(report => report).Take(Most).ToListAsync(cancellationToken);
        return proposed.Count == 0
            ? []
            : await db.Cases.AsNoTracking()
                .Where(row => proposed.Contains(row.Id) && desks.Contains(row.HolderDesk!) && row.WithdrawnAt == null
                    && row.State != ReportState.Closed && row.State != ReportState.Withdrawn
                    && !db.Recusals.Any(recusal => recusal.CaseId == row.Id && recusal.AccountId == user.AccountId))
                .OrderByDescending(row => row.Urgency).ThenBy(row => row.CreatedAt)
                .Select(row => new PendingHandOff(row.Id, row.HolderDesk!, row.Urgency, row.CreatedAt)).ToListAsync(cancellationToken);
    }
}

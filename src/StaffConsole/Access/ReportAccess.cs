using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Data;

namespace ReportingService.StaffConsole.Access;

/// <summary>That an account may read a report, and through which desk's key.</summary>
/// <param name="Report">The report.</param>
/// <param name="Desk">The desk whose key opens it for this account.</param>
/// <param name="Epoch">The epoch of that key.</param>
/// <param name="Holds">Whether that desk holds the report; otherwise it was only given access.</param>
public sealed record ReportAccess(ReportId Report, string Desk, int Epoch, bool Holds)
{
    /// <summary>
    /// The one decision about a report and an account. Whoever asks, for whatever purpose, asks here.
    /// Null for: no such report, no key at an active desk of the account, stepped aside.
    /// </summary>
    public static async Task<ReportAccess?> OfAsync(ReportingDb db, StaffUser user, ReportId report, CancellationToken cancellationToken)
    {
        var desks = user.ActiveDesks;
        if (desks.Count == 0)
        {
            return null;
        }

        var holder = await db.Cases.AsNoTracking().Where(candidate => candidate.Id == report.Value)
            .Select(candidate => new { candidate.HolderDesk }).FirstOrDefaultAsync(cancellationToken);
        if (holder is null
            || await db.Recusals.AnyAsync(recusal => recusal.CaseId == report.Value && recusal.AccountId == user.AccountId, cancellationToken))
        {
            return null;
        }

        var grants = await db.CaseGrants.AsNoTracking()
            .Where(grant => grant.CaseId == report.Value && grant.HolderKind == HolderKind.Desk && desks.Contains(grant.Holder))
            .Select(grant => new { grant.Holder, grant.Epoch })
            .ToListAsync(cancellationToken);
        var best = grants.OrderByDescending(grant => grant.Holder == holder.HolderDesk).ThenByDescending(grant => grant.Epoch).FirstOrDefault();
        return best is null ? null : new ReportAccess(report, best.Holder, best.Epoch, best.Holder == holder.HolderDesk);
    }
}

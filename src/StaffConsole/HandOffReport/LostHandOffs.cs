using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.CaseWork;
using ReportingService.StaffConsole.GrantAccess;

namespace ReportingService.StaffConsole.HandOffReport;

/// <summary>
/// Proposed hand-offs that nobody can decide any more: their note no longer opens or is gone, or none was ever proposed. Threat: the alarm of
/// one rings for ever, and nobody hears the next one any more.
/// </summary>
public sealed class LostHandOffs(IDbContextFactory<ReportingDb> databases, CaseChange changes, Audit audit)
{
    /// <summary>What waits, by its item. Asked before the report is read: what a colleague proposes meanwhile is not taken for lost.</summary>
    public async Task<IReadOnlyList<Guid>> WaitingAsync(ReportId report, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.HandOffProposals.AsNoTracking().Where(proposal => proposal.CaseId == report.Value).Select(proposal => proposal.ItemId).ToListAsync(cancellationToken);
    }

    /// <summary>The console declines them itself; it can be proposed again. Threat: the log says of a colleague who only opened the report that they said "no".</summary>
    public Task DeclineByItselfAsync(ReportAccess access, IReadOnlyCollection<Guid> lost, CancellationToken cancellationToken)
        => changes.MakeAsync(
            access.Report,
            async (db, row, ct) =>
            {
                if (row.HolderDesk != access.Desk || row.WithdrawnAt is not null || row.State is ReportState.Closed or ReportState.Withdrawn)
                {
                    return false;
                }

                foreach (var item in lost)
                {
                    // Somebody else was faster, perhaps with a decision of their own.
                    if (await db.HandOffProposals.Where(proposal => proposal.CaseId == row.Id && proposal.ItemId == item).ExecuteDeleteAsync(ct) > 0)
                    {
                        await audit.AppendAsync(db, AccessAnswers.Itself, DeclinedHandOffs.Declined, row.AuditId.ToString("N"), $"item={item:N}", ct);
                    }
                }

                return true;
            },
            cancellationToken);
}

using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Core.Reports;

namespace ReportingService.Data;

/// <summary>
/// Open reports whose desk can be opened, but which every reader there has recused from: the conflict of interest came first, and now
/// nobody reads them. They wait until another member has the desk's key.
/// </summary>
/// <param name="Domain">The body the desk belongs to.</param>
/// <param name="Desk">The desk that holds them.</param>
/// <param name="Count">How many.</param>
public sealed record RecusedReports(KeyDomain Domain, string Desk, int Count)
{
    /// <summary>Counts them by desk. What nobody at the desk could open anyway is counted by <see cref="WaitingReports"/>.</summary>
    public static async Task<IReadOnlyList<RecusedReports>> ReadAsync(ReportingDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var left = await Left(db).Select(report => new { report.Domain, Desk = report.HolderDesk! }).ToListAsync(cancellationToken);
        if (left.Count == 0)
        {
            return [];
        }

        var ready = await DeskKeys.WithReaderAsync(db, now, cancellationToken);
        return
        [
            .. left.Where(row => ready.Contains(row.Desk)).GroupBy(row => row)
                .Select(group => new RecusedReports(group.Key.Domain, group.Key.Desk, group.Count()))
                .OrderBy(row => row.Domain).ThenBy(row => row.Desk, StringComparer.Ordinal),
        ];
    }

    /// <summary>Whether this report is one of them, so that its reporter is told that it waits.</summary>
    public static Task<bool> HasNoReaderAsync(ReportingDb db, Guid report, CancellationToken cancellationToken)
        => Left(db).AnyAsync(row => row.Id == report, cancellationToken);

    /// <summary>Begins with the few reports that anybody stepped aside from, not with all of them.</summary>
    private static IQueryable<Case> Left(ReportingDb db)
        => from report in db.Cases.AsNoTracking()
           where db.Recusals.Select(recusal => recusal.CaseId).Contains(report.Id)
               && report.HolderDesk != null && report.State != ReportState.Withdrawn && report.State != ReportState.Closed
               && !(
                   from held in db.CaseGrants
                   where held.CaseId == report.Id && held.HolderKind == HolderKind.Desk && held.Holder == report.HolderDesk
                   join key in db.UnitKeyGrants on new { Desk = held.Holder, held.Epoch } equals new { key.Desk, key.Epoch }
                   join account in db.Accounts on key.AccountId equals account.Id
                   where account.State == AccountState.Active
                       && db.Memberships.Any(member => member.AccountId == account.Id && member.Desk == held.Holder && member.State == MembershipState.Active)
                       && !db.Recusals.Any(recusal => recusal.CaseId == report.Id && recusal.AccountId == account.Id)
                   select account.Id).Any()
           select report;
}

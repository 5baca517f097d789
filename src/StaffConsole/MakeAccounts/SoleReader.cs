using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Data;

namespace ReportingService.StaffConsole.MakeAccounts;

/// <summary>A desk of whose keys at least one is held by one account only.</summary>
/// <param name="Desk">The desk.</param>
/// <param name="Reports">Open reports there that only this account can open.</param>
public sealed record SoleDesk(string Desk, int Reports);

/// <summary>
/// Finds what nobody opens any more once an account has lost its keys. What the rows claim: it warns before a step, nothing is sealed by it.
/// </summary>
public sealed class SoleReader(IDbContextFactory<ReportingDb> databases)
{
    /// <summary>Desks that only this account reads, or only <paramref name="desk"/> if it is one of them; in the order of their codes.</summary>
    public async Task<IReadOnlyList<SoleDesk>> OfAsync(Guid account, string? desk, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);

        // The account itself counts also while it is disabled: enabled again, it would read.
        var holders = await (
            from grant in db.UnitKeyGrants.AsNoTracking()
            join holder in db.Accounts.AsNoTracking() on grant.AccountId equals holder.Id
            where (holder.State == AccountState.Active || holder.Id == account)
                && db.Memberships.Any(row => row.AccountId == holder.Id && row.Desk == grant.Desk && row.State == MembershipState.Active)
            select new { grant.Desk, grant.Epoch, IsOwn = holder.Id == account }).ToListAsync(cancellationToken);
        var sole = holders.Where(grant => desk is null || grant.Desk == desk).GroupBy(grant => (grant.Desk, grant.Epoch))
            .Where(key => key.All(grant => grant.IsOwn)).Select(key => key.Key).ToHashSet();
        var desks = sole.Select(key => key.Desk).Distinct().Order(StringComparer.Ordinal).ToList();
        var held = await (
            from key in db.CaseGrants.AsNoTracking()
            join report in db.Cases.AsNoTracking() on key.CaseId equals report.Id
            where key.HolderKind == HolderKind.Desk && desks.Contains(key.Holder) && report.HolderDesk == key.Holder
                && report.State != ReportState.Withdrawn && report.State != ReportState.Closed
            group key by new { key.Holder, key.Epoch } into keys
            select new { keys.Key.Holder, keys.Key.Epoch, Count = keys.Count() }).ToListAsync(cancellationToken);
        return desks.ConvertAll(code => new SoleDesk(code, held.Where(row => row.Holder == code && sole.Contains((code, row.Epoch))).Sum(row => row.Count)));
    }
}

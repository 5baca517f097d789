using Microsoft.EntityFrameworkCore;
using ReportingService.Data;

namespace ReportingService.StaffConsole.Keys;

/// <summary>
/// Desks whose newest key is also that of somebody who no longer belongs there: of a disabled account, or of a member who was taken off.
/// What comes is sealed to it until a member renews it. What the rows claim: advice, nothing is sealed by it.
/// </summary>
public static class FormerMembers
{
    /// <summary>The audit line about a member who was taken off a desk whose newest key they had: its subject is the desk, its detail the account.</summary>
    public const string Left = "key_holder_left";

    /// <summary>Those of these desks that need another key.</summary>
    public static async Task<IReadOnlySet<string>> AtAsync(ReportingDb db, IReadOnlyCollection<string> desks, CancellationToken cancellationToken)
    {
        var disabled = await (
            from key in db.UnitKeys.AsNoTracking()
            where desks.Contains(key.Desk) && !db.UnitKeys.Any(later => later.Desk == key.Desk && later.Epoch > key.Epoch)
            join grant in db.UnitKeyGrants.AsNoTracking() on new { key.Desk, key.Epoch } equals new { grant.Desk, grant.Epoch }
            join account in db.Accounts.AsNoTracking() on grant.AccountId equals account.Id
            where account.State != AccountState.Active
            select key.Desk).Distinct().ToListAsync(cancellationToken);

        // Their grants are gone, the log remembers them: those after the last line that tells of a new key.
        var lines = await db.AuditEntries.AsNoTracking()
            .Where(entry => desks.Contains(entry.Subject) && (entry.Action == Left || entry.Action == DeskKeyMaker.Made || entry.Action == DeskKeyRenewal.Renewed))
            .OrderByDescending(entry => entry.Seq).Select(entry => new { Desk = entry.Subject, entry.Action, Account = entry.Detail }).ToListAsync(cancellationToken);
        var left = lines.GroupBy(line => line.Desk).SelectMany(log => log.TakeWhile(line => line.Action == Left)).ToList();
        var back = left.Count == 0 ? [] : (await db.Memberships.AsNoTracking().Where(row => desks.Contains(row.Desk) && row.State == MembershipState.Active)
            .Select(row => new { row.Desk, row.AccountId }).ToListAsync(cancellationToken)).Select(row => (row.Desk, row.AccountId.ToString("N"))).ToHashSet();
        return disabled.Concat(left.Where(line => !back.Contains((line.Desk, line.Account))).Select(line => line.Desk)).ToHashSet(StringComparer.Ordinal);
    }
}

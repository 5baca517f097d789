using Microsoft.EntityFrameworkCore;

namespace ReportingService.Data;

/// <summary>Which desks somebody can open. What the rows claim only: whoever seals to a key verifies its chain first.</summary>
public static class DeskKeys
{
    /// <summary>Desks whose newest active, unexpired key is granted to a living account that is still a member.</summary>
    public static Task<IReadOnlySet<string>> WithReaderAsync(ReportingDb db, DateTimeOffset now, CancellationToken cancellationToken)
        => WithReaderExceptAsync(db, now, [], cancellationToken);

    /// <summary>The same as if these accounts did not read: for a report they stepped aside from.</summary>
    public static async Task<IReadOnlySet<string>> WithReaderExceptAsync(ReportingDb db, DateTimeOffset now, List<Guid> aside, CancellationToken cancellationToken)
    {
        var desks = await (
            from key in db.UnitKeys
            where key.State == UnitKeyState.Active && key.ExpiresAt > now
            from grant in db.UnitKeyGrants.Where(g => g.Desk == key.Desk && g.Epoch == key.Epoch)
            join account in db.Accounts on grant.AccountId equals account.Id
            where account.State == AccountState.Active && !aside.Contains(account.Id)
                && db.Memberships.Any(m => m.AccountId == account.Id && m.Desk == key.Desk && m.State == MembershipState.Active)
            select key.Desk).Distinct().ToListAsync(cancellationToken);
        return desks.ToHashSet(StringComparer.Ordinal);
    }
}

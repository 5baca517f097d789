using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;

namespace ReportingService.StaffConsole.Keys;

/// <summary>Finds what the next step is at each of a member's desks. What the rows claim: advice, nothing is sealed by it.</summary>
public sealed class DeskNeeds(IDbContextFactory<ReportingDb> databases, TimeProvider time)
{
    /// <summary>Desks where something is missing; empty when all is well.</summary>
    public async Task<IReadOnlyList<DeskNeed>> ReadAsync(StaffUser user, CancellationToken cancellationToken)
    {
        var desks = user.OwnDesks;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var keys = (await db.UnitKeys.AsNoTracking().Where(key => desks.Contains(key.Desk)).Select(key => new { key.Desk, key.Epoch, key.State }).ToListAsync(cancellationToken))
            .ToLookup(key => key.Desk, StringComparer.Ordinal);
        var allActive = desks.All(user.IsActiveAt);
        var waiting = (await (
            from membership in db.Memberships.AsNoTracking()
            join account in db.Accounts.AsNoTracking() on membership.AccountId equals account.Id
            where desks.Contains(membership.Desk) && membership.State == MembershipState.Waiting && account.State == AccountState.Active
            select membership.Desk).Distinct().ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        var former = await FormerMembers.AtAsync(db, desks, cancellationToken);
        var readable = allActive ? null : await DeskKeys.WithReaderAsync(db, time.GetUtcNow(), cancellationToken);
        List<DeskNeed> needs = [];
        foreach (var desk in desks)
        {
            var active = user.IsActiveAt(desk);
            var newest = keys[desk].MaxBy(key => key.Epoch);
            var what = newest is null ? "nokey"
                : newest.State == UnitKeyState.Pending ? active ? "signature" : "signature.other"
                : active ? former.Contains(desk) ? DeskNeed.Renewal : waiting.Contains(desk) ? "waiting" : null
                : readable!.Contains(desk) ? "admit" : "custodian";
            if (what is not null)
            {
                needs.Add(new DeskNeed(desk, what));
            }
        }

        return needs;
    }
}

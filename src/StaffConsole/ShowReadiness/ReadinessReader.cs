using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;

namespace ReportingService.StaffConsole.ShowReadiness;

/// <summary>Finds desks that nobody can open, and desks where members wait. What the rows claim: advice, nothing is sealed by it.</summary>
public sealed class ReadinessReader(IDbContextFactory<ReportingDb> databases, RoutingData routing, TimeProvider time)
{
    /// <summary>
    /// Desks that this account can do something about: all of them for an administrator, for a supervisor those of their own body, whose
    /// people they know. Nobody reads the names of another body's staff.
    /// </summary>
    public IReadOnlyList<string> DesksOf(StaffUser user)
    {
        var domains = user.OwnDesks.Select(routing.Desks.Find).OfType<Desk>().Select(desk => desk.Domain).ToHashSet();
        return [.. routing.Desks.All.Where(desk => !desk.External && (user.Role == AccountRole.Administrator || domains.Contains(desk.Domain))).Select(desk => desk.Code)];
    }

    /// <summary>Those of these desks where somebody has to act; in the order of <paramref name="desks"/>, where reports or people wait first.</summary>
    public async Task<IReadOnlyList<ReadinessRow>> ReadAsync(IReadOnlyList<string> desks, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var ready = await DeskKeys.WithReaderAsync(db, now, cancellationToken);
        var newest = (await db.UnitKeys.AsNoTracking().Select(key => new { key.Desk, key.Epoch, key.State, key.ExpiresAt }).ToListAsync(cancellationToken))
            .GroupBy(key => key.Desk, StringComparer.Ordinal).ToDictionary(keys => keys.Key, keys => keys.MaxBy(key => key.Epoch)!, StringComparer.Ordinal);
        var granted = (await db.UnitKeyGrants.AsNoTracking().Select(grant => new { grant.Desk, grant.Epoch, grant.AccountId }).ToListAsync(cancellationToken)).ToHashSet();
        var members = (await (
            from membership in db.Memberships.AsNoTracking()
            join account in db.Accounts.AsNoTracking() on membership.AccountId equals account.Id
            where membership.State != MembershipState.Removed && account.State != AccountState.Removed
            orderby account.UserName
            select new { membership.Desk, membership.AccountId, account.UserName, membership.State, Account = account.State }).ToListAsync(cancellationToken))
            .ToLookup(member => member.Desk, StringComparer.Ordinal);
        var recused = (await RecusedReports.ReadAsync(db, now, cancellationToken)).GroupBy(row => row.Desk, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Sum(row => row.Count), StringComparer.Ordinal);
        List<ReadinessRow> rows = [];
        foreach (var desk in desks)
        {
            var key = newest.GetValueOrDefault(desk);
            var left = recused.GetValueOrDefault(desk);
            var why = ready.Contains(desk) ? (left > 0 ? "recused" : null)
                : key is null ? "nokey"
                : key.State == UnitKeyState.Pending ? "pending"
                : key.ExpiresAt <= now ? "ended"
                : "noreader";
            var active = members[desk].Where(member => member.Account == AccountState.Active).ToList();
            var readers = active.Where(member => key is not null && member.State == MembershipState.Active && granted.Contains(new { Desk = desk, key.Epoch, member.AccountId })).ToList();
            var waiting = active.Except(readers).Select(member => member.UserName).ToList();
            if (why is not null || waiting.Count > 0)
            {
                rows.Add(new ReadinessRow(
                    desk, why, waiting, readers.ConvertAll(member => member.UserName), left,
                    [.. members[desk].Where(member => member.Account == AccountState.Invited).Select(member => member.UserName)],
                    [.. members[desk].Where(member => member.Account == AccountState.Suspended).Select(member => member.UserName)]));
            }
        }

        return [.. rows.OrderBy(row => row.Recused == 0).ThenBy(row => row.Waiting.Count + row.Invited.Count + row.Disabled.Count == 0)];
    }
}

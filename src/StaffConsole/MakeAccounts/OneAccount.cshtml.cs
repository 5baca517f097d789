using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.StaffConsole.AcceptInvite;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.SignIn;

namespace ReportingService.StaffConsole.MakeAccounts;

/// <summary>One account: its desks, a new invitation, an end.</summary>
public sealed class OneAccountModel(
    IDbContextFactory<ReportingDb> databases, IDatabaseWriter writer, Audit audit, AccountCreation accounts, ConsoleSessions sessions, RoutingData routing, DeskGroups groups,
    IOptions<StaffConsoleOptions> options, TimeProvider time) : PageModel
{
    [BindProperty]
    public string? Desk { get; set; }

    public Account Row { get; private set; } = null!;

    public IReadOnlyList<Membership> Memberships { get; private set; } = [];

    public string? Link { get; private set; }

    public string? Wrong { get; private set; }

    public bool Saved { get; private set; }

    public bool IsSelf => Row.Id == HttpContext.Staff().AccountId;

    /// <summary>Desks that could be added.</summary>
    public IEnumerable<DeskGroup> OtherDesks
        => groups.Find(null, []).Select(group => group with { Desks = [.. group.Desks.Except(Memberships.Select(row => row.Desk))] }).Where(group => group.Desks.Count > 0);

    public Task<IActionResult> OnGetAsync(string account, CancellationToken cancellationToken) => ShowAsync(account, cancellationToken);

    public Task<IActionResult> OnPostAddDeskAsync(string account, CancellationToken cancellationToken)
        => ChangeAsync(account, "desk_assigned", Desk ?? "", AddDeskAsync, cancellationToken);

    public Task<IActionResult> OnPostRemoveDeskAsync(string account, CancellationToken cancellationToken)
        => ChangeAsync(account, "desk_removed", Desk ?? "", RemoveDeskAsync, cancellationToken);

    public Task<IActionResult> OnPostDisableAsync(string account, CancellationToken cancellationToken)
        => ChangeAsync(account, "account_disabled", "", (_, row, _) => Task.FromResult(Set(row, AccountState.Active, AccountState.Suspended)), cancellationToken);

    public Task<IActionResult> OnPostEnableAsync(string account, CancellationToken cancellationToken)
        => ChangeAsync(account, "account_enabled", "", (_, row, _) => Task.FromResult(Set(row, AccountState.Suspended, AccountState.Active)), cancellationToken);

    public async Task<IActionResult> OnPostInviteAsync(string account, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(account, "N", out var id) || id == HttpContext.Staff().AccountId)
        {
            return NotFound();
        }

        if (await accounts.InviteAgainAsync(id, HttpContext.Staff().Actor, AccountCreation.InviteLife, cancellationToken) is { } secret)
        {
            sessions.EndAllOf(id);
            Link = $"{options.Value.Url.TrimEnd('/')}/invite#{secret}";
        }

        return await ShowAsync(account, cancellationToken);
    }

    private static bool Set(Account row, AccountState from, AccountState to)
    {
        var fits = row.State == from;
        row.State = fits ? to : row.State;
        return fits;
    }

    private async Task<bool> AddDeskAsync(ReportingDb db, Account row, CancellationToken cancellationToken)
    {
        var memberships = await db.Memberships.Where(membership => membership.AccountId == row.Id).ToListAsync(cancellationToken);
        var all = memberships.Where(membership => membership.State != MembershipState.Removed).Select(membership => membership.Desk).Append(Desk ?? "");
        if (!AccountRules.Fit(row.Role, all, routing.Desks))
        {
            Wrong = "staff.accounts.desks.mixed";
            return false;
        }

        if (memberships.FirstOrDefault(membership => membership.Desk == Desk) is not { } known)
        {
            db.Memberships.Add(new Membership { AccountId = row.Id, Desk = Desk!, State = MembershipState.Waiting, CreatedAt = CoarseTime.Second(time.GetUtcNow()) });
        }
        else if (known.State == MembershipState.Removed)
        {
            known.State = MembershipState.Waiting;
        }

        return true;
    }

    private async Task<bool> RemoveDeskAsync(ReportingDb db, Account row, CancellationToken cancellationToken)
    {
        if (await db.Memberships.SingleOrDefaultAsync(membership => membership.AccountId == row.Id && membership.Desk == Desk, cancellationToken) is not { } membership)
        {
            return false;
        }

        membership.State = MembershipState.Removed;
        await db.UnitKeyGrants.Where(grant => grant.AccountId == row.Id && grant.Desk == Desk).ExecuteDeleteAsync(cancellationToken);
        db.KeysDestroyed();
        return true;
    }

    private async Task<IActionResult> ChangeAsync(
        string account, string action, string detail, Func<ReportingDb, Account, CancellationToken, Task<bool>> change, CancellationToken cancellationToken)
    {
        // Threat: an administrator who gives themselves a desk, or locks out the last administrator.
        var self = HttpContext.Staff().AccountId;
        if (!Guid.TryParseExact(account, "N", out var id) || id == self)
        {
            return NotFound();
        }

        Saved = await writer.WriteAsync(
            async (db, ct) =>
            {
                if (await db.Accounts.SingleOrDefaultAsync(candidate => candidate.Id == id, ct) is not { } row || !await change(db, row, ct))
                {
                    return false;
                }

                await audit.AppendAsync(db, self, action, id.ToString("N"), detail, ct);
                return true;
            },
            cancellationToken);
        if (Saved && action == "account_disabled")
        {
            sessions.EndAllOf(id);
        }

        return await ShowAsync(account, cancellationToken);
    }

    private async Task<IActionResult> ShowAsync(string account, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (!Guid.TryParseExact(account, "N", out var id)
            || await db.Accounts.AsNoTracking().SingleOrDefaultAsync(candidate => candidate.Id == id && candidate.State != AccountState.Removed, cancellationToken) is not { } row)
        {
            return NotFound();
        }

        Row = row;
        Memberships = await db.Memberships.AsNoTracking().Where(membership => membership.AccountId == id && membership.State != MembershipState.Removed)
            .OrderBy(membership => membership.Desk).ToListAsync(cancellationToken);
        return Page();
    }
}

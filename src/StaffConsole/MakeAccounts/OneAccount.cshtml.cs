using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.StaffConsole.AcceptInvite;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.Keys;
using ReportingService.StaffConsole.SignIn;

namespace ReportingService.StaffConsole.MakeAccounts;

/// <summary>
/// One account: its desks, a new invitation, an end. What takes access away can leave desks without any reader, so a second page says
/// first what is lost.
/// </summary>
public sealed class OneAccountModel(
    IDbContextFactory<ReportingDb> databases, IDatabaseWriter writer, Audit audit, AccountCreation accounts, ConsoleSessions sessions, RoutingData routing, DeskGroups groups,
    SoleReader soles, IOptions<StaffConsoleOptions> options, TimeProvider time) : PageModel
{
    [BindProperty]
    public string? Desk { get; set; }

    /// <summary>Set by the second page.</summary>
    [BindProperty]
    public bool Sure { get; set; }

    public Account Row { get; private set; } = null!;

    public IReadOnlyList<Membership> Memberships { get; private set; } = [];

    public Invitation? Link { get; private set; }

    public string? Wrong { get; private set; }

    /// <summary>The step (<see cref="AccountStep"/>) that the page asks about before it is done.</summary>
    public string? Asks { get; private set; }

    /// <summary>What was done: <c>staff.accounts.done.{Done}</c>.</summary>
    public string? Done { get; private set; }

    /// <summary>Desks that nobody opens after the step asked about, or the one just done.</summary>
    public IReadOnlyList<SoleDesk> Sole { get; private set; } = [];

    public bool IsSelf => Row.Id == HttpContext.Staff().AccountId;

    /// <summary>Desks that could be added: of the same body, and none twice.</summary>
    public IEnumerable<DeskGroup> OtherDesks
    {
        get
        {
            var own = Memberships.Select(row => row.Desk).ToList();
            return groups.Find(null, [])
                .Select(group => group with { Desks = [.. group.Desks.Where(desk => !own.Contains(desk) && AccountRules.Fit(Row.Role, own.Append(desk), routing.Desks))] })
                .Where(group => group.Desks.Count > 0);
        }
    }

    public Task<IActionResult> OnGetAsync(string account, CancellationToken cancellationToken) => ShowAsync(account, cancellationToken);

    public Task<IActionResult> OnPostAddDeskAsync(string account, CancellationToken cancellationToken)
        => ChangeAsync(account, "desk_assigned", "added", Desk ?? "", AddDeskAsync, cancellationToken);

    public Task<IActionResult> OnPostRemoveDeskAsync(string account, CancellationToken cancellationToken)
        => AskedAsync(account, AccountStep.Remove, () => ChangeAsync(account, "desk_removed", AccountStep.Remove, Desk ?? "", RemoveDeskAsync, cancellationToken), cancellationToken);

    public Task<IActionResult> OnPostDisableAsync(string account, CancellationToken cancellationToken)
        => AskedAsync(
            account,
            AccountStep.Disable,
            () => ChangeAsync(account, "account_disabled", AccountStep.Disable, "", (_, row, _) => Task.FromResult(Set(row, AccountState.Active, AccountState.Suspended)), cancellationToken),
            cancellationToken);

    public Task<IActionResult> OnPostEnableAsync(string account, CancellationToken cancellationToken)
        => ChangeAsync(account, "account_enabled", "enabled", "", (_, row, _) => Task.FromResult(Set(row, AccountState.Suspended, AccountState.Active)), cancellationToken);

    public Task<IActionResult> OnPostInviteAsync(string account, CancellationToken cancellationToken)
        => AskedAsync(account, AccountStep.Invite, () => InviteAsync(account, cancellationToken), cancellationToken);

    /// <summary>Shows what a step takes away; does it only when that page was sent.</summary>
    private async Task<IActionResult> AskedAsync(string account, string step, Func<Task<IActionResult>> act, CancellationToken cancellationToken)
    {
        if (!IsOther(account, out var id))
        {
            return NotFound();
        }

        // Threat: a control that the page does not offer is posted all the same, or another administrator was faster.
        var shown = await ShowAsync(account, cancellationToken);
        if (shown is not PageResult)
        {
            return shown;
        }

        if (!AccountStep.Fits(step, Row.State))
        {
            return Refuse(shown, Row.State);
        }

        Sole = await soles.OfAsync(id, step == AccountStep.Remove ? Desk ?? "" : null, cancellationToken);
        if (Sure)
        {
            return await act();
        }

        if (step == AccountStep.Remove && !Memberships.Any(membership => membership.Desk == Desk))
        {
            Wrong = "staff.desks.not";
        }
        else
        {
            Asks = step;
        }

        return shown;
    }

    private async Task<IActionResult> InviteAsync(string account, CancellationToken cancellationToken)
    {
        var id = Guid.ParseExact(account, "N");
        if (await accounts.InviteAgainAsync(id, HttpContext.Staff().Actor, AccountCreation.InviteLife, cancellationToken) is { } secret)
        {
            sessions.EndAllOf(id);
            var answer = await ShowAsync(account, cancellationToken);
            Link = new Invitation(Row.UserName, $"{options.Value.Url.TrimEnd('/')}/invite#{secret}");
            Done = AccountStep.Invite;
            return answer;
        }

        return Refuse(await ShowAsync(account, cancellationToken), AccountState.Suspended);
    }

    private IActionResult Refuse(IActionResult shown, AccountState state)
    {
        Wrong = state == AccountState.Suspended ? "staff.accounts.disabled" : "staff.desks.not";
        Response.StatusCode = StatusCodes.Status409Conflict;
        return shown;
    }

    /// <summary>Threat: an administrator who gives themselves a desk, or locks out the last administrator.</summary>
    private bool IsOther(string account, out Guid id) => Guid.TryParseExact(account, "N", out id) && id != HttpContext.Staff().AccountId;

    private static bool Set(Account row, AccountState from, AccountState to)
    {
        var fits = row.State == from;
        row.State = fits ? to : row.State;
        return fits;
    }

    private async Task<bool> AddDeskAsync(ReportingDb db, Account row, CancellationToken cancellationToken)
    {
        if (row.State == AccountState.Suspended)
        {
            Wrong = "staff.accounts.disabled";
            return false;
        }

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
        if (await db.Memberships.SingleOrDefaultAsync(membership => membership.AccountId == row.Id && membership.Desk == Desk && membership.State != MembershipState.Removed, cancellationToken) is not { } membership)
        {
            return false;
        }

        membership.State = MembershipState.Removed;
        var newest = await db.UnitKeys.Where(key => key.Desk == Desk).MaxAsync(key => (int?)key.Epoch, cancellationToken);
        if (await db.UnitKeyGrants.AnyAsync(grant => grant.AccountId == row.Id && grant.Desk == Desk && grant.Epoch == newest, cancellationToken))
        {
            await audit.AppendAsync(db, HttpContext.Staff().AccountId, FormerMembers.Left, Desk!, row.Id.ToString("N"), cancellationToken);
        }

        await db.UnitKeyGrants.Where(grant => grant.AccountId == row.Id && grant.Desk == Desk).ExecuteDeleteAsync(cancellationToken);
        db.KeysDestroyed();
        return true;
    }

    private async Task<IActionResult> ChangeAsync(
        string account, string action, string done, string detail, Func<ReportingDb, Account, CancellationToken, Task<bool>> change, CancellationToken cancellationToken)
    {
        if (!IsOther(account, out var id))
        {
            return NotFound();
        }

        var saved = await writer.WriteAsync(
            async (db, ct) =>
            {
                if (await db.Accounts.SingleOrDefaultAsync(candidate => candidate.Id == id, ct) is not { } row || !await change(db, row, ct))
                {
                    return false;
                }

                await audit.AppendAsync(db, HttpContext.Staff().AccountId, action, id.ToString("N"), detail, ct);
                return true;
            },
            cancellationToken);
        if (saved)
        {
            Done = done;
        }
        else
        {
            Wrong ??= "staff.desks.not";
            Response.StatusCode = StatusCodes.Status409Conflict;
        }

        if (saved && done == AccountStep.Disable)
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

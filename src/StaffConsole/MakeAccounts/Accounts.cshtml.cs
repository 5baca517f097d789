using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using ReportingService.Data;

namespace ReportingService.StaffConsole.MakeAccounts;

/// <summary>All accounts.</summary>
public sealed class AccountsModel(IDbContextFactory<ReportingDb> databases) : PageModel
{
    /// <summary>So many desks stand beside a name; the rest are counted.</summary>
    public const int FewDesks = 3;

    public IReadOnlyList<Account> Rows { get; private set; } = [];

    public ILookup<Guid, Membership> Desks { get; private set; } = Enumerable.Empty<Membership>().ToLookup(row => row.AccountId);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        Rows = await db.Accounts.AsNoTracking().Where(account => account.State != AccountState.Removed).OrderBy(account => account.UserName).ToListAsync(cancellationToken);
        Desks = (await db.Memberships.AsNoTracking().Where(row => row.State != MembershipState.Removed).ToListAsync(cancellationToken)).ToLookup(row => row.AccountId);
    }
}

using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using ReportingService.Data;

namespace ReportingService.StaffConsole.ShowAudit;

/// <summary>The audit log, newest first, for auditors.</summary>
public sealed class AuditLogModel(IDbContextFactory<ReportingDb> databases) : PageModel
{
    private const int PageSize = 100;

    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    public IReadOnlyList<AuditEntry> Rows { get; private set; } = [];

    /// <summary>Names of accounts that act or are acted on.</summary>
    public IReadOnlyDictionary<string, string> UserNames { get; private set; } = new Dictionary<string, string>();

    public long? Older => Rows.Count == PageSize ? Rows[^1].Seq : null;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        Rows = await db.AuditEntries.AsNoTracking().Where(entry => Before == null || entry.Seq < Before)
            .OrderByDescending(entry => entry.Seq).Take(PageSize).ToListAsync(cancellationToken);
        UserNames = (await db.Accounts.AsNoTracking().Select(account => new { account.Id, account.UserName }).ToListAsync(cancellationToken))
            .ToDictionary(account => account.Id.ToString("N"), account => account.UserName, StringComparer.Ordinal);
    }
}

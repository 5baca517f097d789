using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using ReportingService.Data;

namespace ReportingService.StaffConsole.ShowAudit;

/// <summary>The audit log, newest first, for auditors. What is looked for stands in the address.</summary>
public sealed class AuditLogModel(AuditReader reader, AuditWords words, IDbContextFactory<ReportingDb> databases) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public AuditFilter Filter { get; set; } = new();

    public AuditLines Lines { get; private set; } = new([], null);

    /// <summary>Names of accounts that act or are acted on.</summary>
    public IReadOnlyDictionary<string, string> UserNames { get; private set; } = new Dictionary<string, string>();

    /// <summary>Names to choose from.</summary>
    public IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>Whether the name asked for is nobody's.</summary>
    public bool Unknown { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        await using (var db = await databases.CreateDbContextAsync(cancellationToken))
        {
            UserNames = (await db.Accounts.AsNoTracking().Select(account => new { account.Id, account.UserName }).ToListAsync(cancellationToken))
                .ToDictionary(account => account.Id.ToString("N"), account => account.UserName, StringComparer.Ordinal);
        }

        Names = [.. UserNames.Values.Order(StringComparer.Ordinal), .. words.Parts().Select(part => part.Words)];
        var name = Filter.Account?.Trim();
        var account = string.IsNullOrEmpty(name) ? null : Find(name);
        Unknown = account is null && !string.IsNullOrEmpty(name);
        Lines = Unknown ? Lines : await reader.ReadAsync(Filter, account, cancellationToken);
    }

    /// <summary>What stands in the log for a name: the account's id, or a part of the service by its code or its words.</summary>
    private string? Find(string name)
    {
        bool Is(string known) => string.Equals(known, name, StringComparison.OrdinalIgnoreCase);
        return UserNames.FirstOrDefault(pair => Is(pair.Value)).Key ?? words.Parts().FirstOrDefault(part => Is(part.Code) || Is(part.Words)).Code;
    }
}

using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using ReportingService.Data;

namespace ReportingService.StaffConsole.WriteRules;

/// <summary>Where rules sent reports that desks did not take as theirs: counts by month, rule and reason; nothing of any report.</summary>
public sealed class BouncesModel(IDbContextFactory<ReportingDb> databases, TimeProvider time) : PageModel
{
    private const int Months = 12;

    public IReadOnlyList<BounceCount> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var from = CoarseTime.Day(time.GetUtcNow()).AddMonths(-Months);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        Rows = await db.BounceCounts.AsNoTracking().Where(row => row.Month >= from)
            .OrderByDescending(row => row.Month).ThenByDescending(row => row.Count).ThenBy(row => row.RuleId).Take(500).ToListAsync(cancellationToken);
    }
}

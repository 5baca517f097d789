using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.StaffConsole.CaseWork;

namespace ReportingService.StaffConsole.BounceReport;

/// <summary>
/// "Not ours": the report goes to the next desk up, whose people decide. The router no longer has the key, so the bouncing
/// desk wraps it anew. No desk gets it back that has said no.
/// </summary>
public sealed class BounceModel(ReportMove move, RoutingData routing, TimeProvider time, IDbContextFactory<ReportingDb> databases) : ReportActionModel(databases)
{
    /// <summary>The reasons there are.</summary>
    public static IReadOnlyList<string> Reasons { get; } = ["wrong_place", "wrong_matter", "other_unit"];

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>Key of the sentence about what to do instead; null where there is a desk above.</summary>
    public string? Instead => WaysOn.TopKey(routing.Desks, Access.Desk);

    public Task OnGetAsync(CancellationToken cancellationToken) => LoadHeadAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (Reason is null || !Reasons.Contains(Reason))
        {
            return await AgainAsync("staff.reason.choose", cancellationToken);
        }

        var outcome = await move.ToFirstAsync(
            Staff, Access, await NextDesksAsync(cancellationToken), "report_bounced", "bounce." + Reason,
            (db, row, _) =>
            {
                db.Bounces.Add(new Bounce { Id = ReportId.New().Value, CaseId = row.Id, FromDesk = Access.Desk, Reason = Reason, At = CoarseTime.Minute(time.GetUtcNow()) });
                return Task.CompletedTask;
            },
            cancellationToken);
        return outcome.Desk is not null ? Gone("bounced") : await AgainAsync("staff.move." + outcome.Why, cancellationToken);
    }

    private async Task<IEnumerable<string>> NextDesksAsync(CancellationToken cancellationToken)
    {
        await using var db = await Databases.CreateDbContextAsync(cancellationToken);
        var refused = await db.Bounces.AsNoTracking().Where(bounce => bounce.CaseId == Access.Report.Value).Select(bounce => bounce.FromDesk).ToListAsync(cancellationToken);

        return WaysOn.Above(routing.Desks, Access.Desk).Except(refused);
    }
}

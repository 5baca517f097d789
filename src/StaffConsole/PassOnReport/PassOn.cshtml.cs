using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.StaffConsole.CaseWork;
using ReportingService.StaffConsole.Layout;
using ReportingService.StaffConsole.OpenReport;

namespace ReportingService.StaffConsole.PassOnReport;

/// <summary>Gives a report to a desk the holder chooses: of the same domain, not excluded, with somebody there who can read it.</summary>
public sealed class PassOnModel(
    ReportMove move, ReportOpener opener, RoutingData routing, DeskOrder order, TimeProvider time, IDbContextFactory<ReportingDb> databases)
    : ReportActionModel(databases)
{
    [BindProperty]
    public string? Desk { get; set; }

    /// <summary>The desks it can go to now.</summary>
    public IReadOnlyList<OfferedDesks> Desks { get; private set; } = [];

    /// <summary>Desks that the helpline said must not get this copy.</summary>
    public IReadOnlyList<string> Withheld { get; private set; } = [];

    /// <summary>Key of the sentence about why it can go to none, when that is so.</summary>
    public string NoneKey => WaysOn.AloneKey(routing.Desks, Access.Desk) ?? "staff.passon.none";

    public Task OnGetAsync(CancellationToken cancellationToken) => LoadAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(Desk))
        {
            await LoadAsync(cancellationToken);
            return await AgainAsync("staff.passon.choose", cancellationToken);
        }

        var outcome = await move.ToFirstAsync(Staff, Access, [Desk], "report_passed_on", "passed_on", null, cancellationToken);
        if (outcome.Desk is not null)
        {
            return Gone("passed_on");
        }

        await LoadAsync(cancellationToken);
        return await AgainAsync(Withheld.Contains(Desk) ? "staff.passon.withheld.not" : "staff.move." + outcome.Why, cancellationToken);
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (await LoadReportAsync(opener, "read_exclusions", cancellationToken) is not { Decision: not null } plain)
        {
            return;
        }

        Withheld = plain.Origin?.Origin?.Withheld ?? [];
        await using var db = await Databases.CreateDbContextAsync(cancellationToken);
        var ready = await DeskKeys.WithReaderAsync(db, time.GetUtcNow(), cancellationToken);
        var aside = await db.CaseGrants.AsNoTracking().Where(grant => grant.CaseId == Access.Report.Value && grant.HolderKind == HolderKind.SetAside)
            .Select(grant => grant.Holder).ToListAsync(cancellationToken);
        var others = routing.Desks.All.Select(desk => desk.Code).Where(ready.Contains).Except(aside);
        Desks = order.GroupFor(
            move.Allowed(Access.Desk, plain, others), plain.Decision, plain.Labels?.Municipality ?? plain.Decision.Municipality,
            plain.Labels?.Region ?? plain.Decision.Region ?? routing.Desks[Access.Desk].Region);
    }
}

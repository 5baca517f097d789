using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.StaffConsole.CaseWork;

namespace ReportingService.StaffConsole.CloseReport;

/// <summary>
/// Ends the work on a report with an outcome from a closed list, which its reporter reads. It cannot be undone, so a second page says
/// first what the reporter will read.
/// </summary>
public sealed class CloseModel(CaseChange changes, Audit audit, RoutingData routing, TimeProvider time, IDbContextFactory<ReportingDb> databases) : ReportActionModel(databases)
{
    [BindProperty]
    public string? Outcome { get; set; }

    /// <summary>Set by the second page.</summary>
    [BindProperty]
    public bool Sure { get; set; }

    /// <summary>The code of the words the reporter reads; null until an outcome is chosen.</summary>
    public string? Reads { get; private set; }

    /// <summary>What the staff of this desk choose from.</summary>
    public IReadOnlyList<string> Choices => Outcomes.Of(routing.Desks[Access.Desk].Domain);

    public Task OnGetAsync(CancellationToken cancellationToken) => LoadHeadAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (Outcome is null || !Choices.Contains(Outcome))
        {
            return await AgainAsync("staff.close.choose", cancellationToken);
        }

        if (!Sure)
        {
            Reads = Outcomes.ForReporter(Outcome);
            await LoadHeadAsync(cancellationToken);
            return Page();
        }

        var closed = await changes.MakeAsync(
            Access.Report,
            async (db, row, ct) =>
            {
                if (row.State is ReportState.Closed or ReportState.Withdrawn || row.WithdrawnAt is not null)
                {
                    return false;
                }

                await CaseClosing.CloseAsync(db, row, Outcome, time.GetUtcNow(), ct);
                await audit.AppendAsync(db, Staff.Actor, "report_closed", row.AuditId.ToString("N"), "outcome=" + Outcome, ct);
                return true;
            },
            cancellationToken);
        return closed ? Done("closed") : Not("ended");
    }
}

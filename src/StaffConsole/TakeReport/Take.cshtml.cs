using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.StaffConsole.CaseWork;

namespace ReportingService.StaffConsole.TakeReport;

/// <summary>Takes a report: the name beside it, and the end of its alarm. Of two at once, the second learns who was first.</summary>
public sealed class TakeModel(CaseChange changes, Audit audit, TimeProvider time, IDbContextFactory<ReportingDb> databases) : ReportActionModel(databases)
{
    /// <summary>The owner seen on the page, when the report shall be taken over from them.</summary>
    [BindProperty]
    public Guid? From { get; set; }

    /// <summary>A message begun in the form beside the button.</summary>
    [BindProperty]
    public string? Words { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Staff.Session.Keep(Access.Report.Value, Words);
        var taken = await changes.MakeAsync(
            Access.Report,
            async (db, row, ct) =>
            {
                // The owner must still be the one the page showed: nobody is pushed aside unseen.
                if (row.OwnerAccountId != From || row.State is ReportState.Closed or ReportState.Withdrawn)
                {
                    return row.OwnerAccountId == Staff.AccountId;
                }

                row.OwnerAccountId = Staff.AccountId;
                row.OwnedAt = CoarseTime.Minute(time.GetUtcNow());
                await audit.AppendAsync(db, Staff.Actor, From is null ? "report_taken" : "report_taken_over", row.AuditId.ToString("N"), From?.ToString("N") ?? "", ct);
                return true;
            },
            cancellationToken);
        return taken ? Done("taken") : Not("taken");
    }
}

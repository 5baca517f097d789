using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.StaffConsole.CaseWork;

namespace ReportingService.StaffConsole.TakeReport;

/// <summary>Gives a report back to the desk: the shift ends.</summary>
public sealed class ReleaseModel(CaseChange changes, Audit audit, IDbContextFactory<ReportingDb> databases) : ReportActionModel(databases)
{
    /// <summary>A message begun in the form beside the button.</summary>
    [BindProperty]
    public string? Words { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Staff.Session.Keep(Access.Report.Value, Words);
        var released = await changes.MakeAsync(
            Access.Report,
            async (db, row, ct) =>
            {
                if (row.OwnerAccountId != Staff.AccountId)
                {
                    return false;
                }

                row.OwnerAccountId = null;
                row.OwnedAt = null;
                await audit.AppendAsync(db, Staff.Actor, "report_released", row.AuditId.ToString("N"), "", ct);
                return true;
            },
            cancellationToken);
        return released ? Done("released") : Not("taken");
    }
}

using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.StaffConsole.CaseWork;

namespace ReportingService.StaffConsole.AcceptReport;

/// <summary>The unit works on the report; its reporter reads so.</summary>
public sealed class AcceptModel(CaseChange changes, Audit audit, TimeProvider time, IDbContextFactory<ReportingDb> databases) : ReportActionModel(databases)
{
    /// <summary>A message begun in the form beside the button.</summary>
    [BindProperty]
    public string? Words { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Staff.Session.Keep(Access.Report.Value, Words);
        var accepted = await changes.MakeAsync(
            Access.Report,
            async (db, row, ct) =>
            {
                if (row.WithdrawnAt is not null || row.State is ReportState.Closed or ReportState.Withdrawn)
                {
                    return false;
                }

                var now = CoarseTime.Minute(time.GetUtcNow());
                row.State = ReportState.Accepted;
                row.AcceptedAt ??= now;
                row.OwnedAt ??= now;
                row.OwnerAccountId ??= Staff.AccountId;
                await audit.AppendAsync(db, Staff.Actor, "report_accepted", row.AuditId.ToString("N"), "desk=" + Access.Desk, ct);
                return true;
            },
            cancellationToken);
        return accepted ? Done("accepted") : Not("ended");
    }
}

using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;

namespace ReportingService.StaffConsole.Notices;

/// <summary>A notified desk asks the holder for access. The holder decides; nothing opens by asking.</summary>
public sealed class AskAccessModel(IDatabaseWriter writer, Audit audit, Outbox outbox, TimeProvider time) : PageModel
{
    [BindProperty]
    public string? Desk { get; set; }

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken cancellationToken)
    {
        var user = HttpContext.Staff();
        if (!ReportId.TryParse(id, out var report) || !user.IsActiveAt(Desk))
        {
            return NotFound();
        }

        var asked = await writer.WriteAsync<string?>(
            async (db, ct) =>
            {
                var notice = await db.Notices.SingleOrDefaultAsync(row => row.CaseId == report.Value && row.Desk == Desk, ct);
                var aside = await db.Recusals.AnyAsync(row => row.CaseId == report.Value && row.AccountId == user.AccountId, ct);
                if (notice is null || aside)
                {
                    return null;
                }

                if (notice.AccessRequestedAt is not null)
                {
                    return "asked";
                }

                var row = await db.Cases.AsNoTracking().Where(candidate => candidate.Id == report.Value)
                    .Select(candidate => new { candidate.AuditId, candidate.HolderDesk, candidate.Urgency, candidate.State, candidate.WithdrawnAt }).SingleAsync(ct);
                if (row.WithdrawnAt is not null || row.State is ReportState.Closed or ReportState.Withdrawn)
                {
                    return "ended";
                }

                notice.AccessRequestedAt = CoarseTime.Minute(time.GetUtcNow());
                notice.AccessRequestedBy = user.AccountId;
                await audit.AppendAsync(db, user.Actor, "access_asked", row.AuditId.ToString("N"), "desk=" + Desk, ct);
                outbox.Add(db, OutboxKind.CaseChanged, report.Value, row.Urgency, row.HolderDesk ?? "");
                return "asked";
            },
            cancellationToken);
        return asked is null ? NotFound() : Redirect("/notices?done=" + asked);
    }
}

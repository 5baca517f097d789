using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.GrantAccess;
using ReportingService.StaffConsole.HandOffReport;
using ReportingService.StaffConsole.Keys;

namespace ReportingService.StaffConsole.Notices;

/// <summary>Reports that other desks hold and of which the reader's desks are told; before them, hand-offs and desk keys that wait for the reader.</summary>
public sealed class NoticesModel(IDbContextFactory<ReportingDb> databases, PendingHandOffs handOffs, DeskNeeds needs, TimeProvider time) : PageModel
{
    private const int Most = 200;

    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    public IReadOnlyList<NoticeRow> Rows { get; private set; } = [];

    /// <summary>Hand-offs of colleagues that wait for the reader as the second person.</summary>
    public IReadOnlyList<PendingHandOff> ToConfirm { get; private set; } = [];

    /// <summary>Own desks whose key somebody has had who no longer belongs there.</summary>
    public IReadOnlyList<DeskNeed> Renewals { get; private set; } = [];

    /// <summary>Desks that ask to read a report which the reader's desks hold.</summary>
    public IReadOnlyList<AccessRequest> ToAnswer { get; private set; } = [];

    /// <summary>What the reader's desks were answered, and when.</summary>
    public IReadOnlyList<AccessAnswer> Answered { get; private set; } = [];

    public DateTimeOffset Now => time.GetUtcNow();

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var user = HttpContext.Staff();
        var desks = user.ActiveDesks;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        Renewals = [.. (await needs.ReadAsync(user, cancellationToken)).Where(need => need.What == DeskNeed.Renewal)];
        ToConfirm = await handOffs.ReadAsync(db, user, cancellationToken);
        ToAnswer = await AccessRequests.OpenAsync(db, user, cancellationToken);
        Answered = await AccessRequests.AnsweredAsync(db, user, DateTimeOffset.UnixEpoch, cancellationToken);
        Rows = await db.Notices.AsNoTracking().Where(notice => desks.Contains(notice.Desk)
                && !db.Recusals.Any(recusal => recusal.CaseId == notice.CaseId && recusal.AccountId == user.AccountId))
            .OrderByDescending(notice => notice.CreatedAt).Take(Most)
            .Select(notice => new NoticeRow(
                notice.CaseId, notice.Desk, notice.Category, notice.Urgency, notice.Municipality, notice.CreatedAt, notice.AccessRequestedAt != null,
                db.CaseGrants.Any(grant => grant.CaseId == notice.CaseId && grant.HolderKind == HolderKind.Desk && grant.Holder == notice.Desk),
                db.Cases.Any(row => row.Id == notice.CaseId && (row.WithdrawnAt != null || row.State == ReportState.Closed || row.State == ReportState.Withdrawn)),
                db.Cases.Any(row => row.Id == notice.CaseId && (row.WithdrawnAt != null || row.State == ReportState.Withdrawn))))
            .ToListAsync(cancellationToken);
    }
}

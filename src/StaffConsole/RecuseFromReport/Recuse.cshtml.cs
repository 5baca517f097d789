using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.StaffConsole.CaseWork;

namespace ReportingService.StaffConsole.RecuseFromReport;

/// <summary>
/// An officer with a conflict of interest steps aside: from now on the report does not exist for them. If nobody else at the
/// desk can read it, it moves on with the same step; where no desk can take it the officer loses it all the same, and the page says so first.
/// </summary>
public sealed class RecuseModel(ReportMove move, CaseChange changes, Audit audit, RoutingData routing, TimeProvider time, IDbContextFactory<ReportingDb> databases)
    : ReportActionModel(databases)
{
    /// <summary>The natures of a conflict, as they are counted.</summary>
    public static IReadOnlyList<string> Reasons { get; } = ["family", "friend", "colleague", "business", "earlier_case", "other"];

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>Who goes on with it, as a code of the texts; null when there is nothing to go on with, or it is held elsewhere.</summary>
    public string? GoesOn { get; private set; }

    /// <summary>The desk it goes to with the same step.</summary>
    public string? Next { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        await LoadHeadAsync(cancellationToken);
        await ForetellAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (Reason is null || !Reasons.Contains(Reason))
        {
            await LoadHeadAsync(cancellationToken);
            await ForetellAsync(cancellationToken);
            return await AgainAsync("staff.reason.choose", cancellationToken);
        }

        await LoadHeadAsync(cancellationToken);
        var last = Access.Holds && !Head.Ended && !await OthersCanReadAsync(cancellationToken);
        if (last)
        {
            var outcome = await move.ToFirstAsync(
                Staff, Access, await NextDesksAsync(cancellationToken), "report_moved_by_recusal", "recusal", (db, row, ct) => StepAsideAsync(db, row, ct), cancellationToken);
            if (outcome.Desk is not null)
            {
                return Gone("recused_moved");
            }
        }

        await changes.MakeAsync(
            Access.Report,
            async (db, row, ct) =>
            {
                await StepAsideAsync(db, row, ct);
                return true;
            },
            cancellationToken);
        return Gone(last ? "recused_nobody" : "recused");
    }

    private async Task ForetellAsync(CancellationToken cancellationToken)
    {
        if (!Access.Holds || Head.Ended)
        {
            return;
        }

        if (await OthersCanReadAsync(cancellationToken))
        {
            GoesOn = "colleagues";
            return;
        }

        await using var db = await Databases.CreateDbContextAsync(cancellationToken);
        Next = await move.FirstAsync(db, Staff, Access, await NextDesksAsync(cancellationToken), cancellationToken);
        GoesOn = Next is null ? "nobody" : "moves";
    }

    private async Task StepAsideAsync(ReportingDb db, Case row, CancellationToken cancellationToken)
    {
        db.Recusals.Add(new Recusal { CaseId = row.Id, AccountId = Staff.AccountId, Desk = Access.Desk, Reason = Reason!, At = CoarseTime.Minute(time.GetUtcNow()) });
        if (row.OwnerAccountId == Staff.AccountId)
        {
            row.OwnerAccountId = null;
            row.OwnedAt = null;
        }

        await audit.AppendAsync(db, Staff.Actor, "recused", row.AuditId.ToString("N"), $"desk={Access.Desk};reason={Reason}", cancellationToken);
    }

    /// <summary>One person may read at several desks: a desk helps only if somebody there has not stepped aside.</summary>
    private async Task<IEnumerable<string>> NextDesksAsync(CancellationToken cancellationToken)
    {
        await using var db = await Databases.CreateDbContextAsync(cancellationToken);
        var aside = await db.Recusals.Where(recusal => recusal.CaseId == Access.Report.Value).Select(recusal => recusal.AccountId).ToListAsync(cancellationToken);
        var read = await DeskKeys.WithReaderExceptAsync(db, time.GetUtcNow(), [.. aside, Staff.AccountId], cancellationToken);
        return routing.Desks[Access.Desk].Nearest.Where(read.Contains);
    }

    private async Task<bool> OthersCanReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await Databases.CreateDbContextAsync(cancellationToken);
        var aside = db.Recusals.Where(recusal => recusal.CaseId == Access.Report.Value).Select(recusal => recusal.AccountId);
        return await (
            from grant in db.UnitKeyGrants
            join account in db.Accounts on grant.AccountId equals account.Id
            join membership in db.Memberships on new { grant.AccountId, grant.Desk } equals new { membership.AccountId, membership.Desk }
            where grant.Desk == Access.Desk && grant.Epoch == Access.Epoch && grant.AccountId != Staff.AccountId
                && account.State == AccountState.Active && membership.State == MembershipState.Active && !aside.Contains(grant.AccountId)
            select grant.AccountId).AnyAsync(cancellationToken);
    }
}

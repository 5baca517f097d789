using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.StaffConsole.GrantAccess;
using ReportingService.StaffConsole.OpenReport;

namespace ReportingService.StaffConsole.HandOffReport;

/// <summary>
/// The hand-off of a report that was declined last. Threat: a child in danger stays where it is because who proposed the hand-off believes
/// that it waits, or has left.
/// </summary>
public sealed class DeclinedHandOffs(IDbContextFactory<ReportingDb> databases)
{
    /// <summary>The audit line of a hand-off that was declined.</summary>
    public const string Declined = "hand_off_declined";

    /// <summary>Null when none was, or when something was proposed or has left since: then that is what counts.</summary>
    public async Task<DeclinedHandOff?> LastAsync(ReportId report, PlainReport plain, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var name = (await db.Cases.Where(row => row.Id == report.Value).Select(row => row.AuditId).SingleAsync(cancellationToken)).ToString("N");
        var last = await db.AuditEntries.AsNoTracking()
            .Where(entry => entry.Subject == name && (entry.Action == PendingHandOffs.Proposed || entry.Action == Declined || entry.Action == FinishedHandOffs.Done))
            .OrderByDescending(entry => entry.Seq).FirstOrDefaultAsync(cancellationToken);
        if (last?.Action != Declined || !Guid.TryParseExact(last.Detail[^32..], "N", out var item))
        {
            return null;
        }

        var actor = Guid.TryParseExact(last.Actor, "N", out var id) ? id : Guid.Empty;
        var by = await db.Accounts.AsNoTracking().Where(account => account.Id == actor).Select(account => account.UserName).SingleOrDefaultAsync(cancellationToken);
        return new DeclinedHandOff(plain.Proposals.FirstOrDefault(proposal => proposal.Item == item).Note?.HandOff, last.At, last.Actor == AccessAnswers.Itself ? null : by ?? "–", plain.Declines.GetValueOrDefault(item));
    }
}

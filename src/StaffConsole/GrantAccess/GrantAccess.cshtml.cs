using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.StaffConsole.CaseWork;
using ReportingService.StaffConsole.Keys;
using ReportingService.StaffConsole.OpenReport;

namespace ReportingService.StaffConsole.GrantAccess;

/// <summary>The holder answers a notified desk that asks to read: yes, and the key is wrapped to it as well, or no.</summary>
public sealed class GrantAccessModel(
    AccessAnswers answers, CaseKeyOpener opener, ReportReader reader, ReportMove move, VerifiedDesks desks, CaseChange changes, Audit audit, Outbox outbox, IDbContextFactory<ReportingDb> databases)
    : ReportActionModel(databases)
{
    [BindProperty]
    public string? Desk { get; set; }

    /// <summary>No: without a reason, which could tell more than the desk may know.</summary>
    public async Task<IActionResult> OnPostDeclineAsync(CancellationToken cancellationToken)
        => await answers.DeclineAsync(Staff, Access, [Desk ?? ""], cancellationToken) ? Done("access_declined") : Not("declined");

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var key = await opener.OpenForAsync(Staff, Access, "grant_access", cancellationToken);
            var plain = (await reader.ReadAsync(key, cancellationToken)).WithWholeExclusions();
            if (Desk is null || plain.Decision is null || move.Allowed(Access.Desk, plain, [Desk]).Count == 0
                || await desks.FirstReadyAsync(Access.Report, [Desk], cancellationToken) is not { } target)
            {
                return Not("grant");
            }

            var wrapped = key.WrapToDesk(target);
            var granted = await changes.MakeAsync(
                Access.Report,
                async (db, row, ct) =>
                {
                    var asked = await db.Notices.AnyAsync(notice => notice.CaseId == row.Id && notice.Desk == Desk && notice.AccessRequestedAt != null, ct);
                    // Contact and spreading stop with a withdrawal or the end of the work.
                    if (!asked || row.HolderDesk != Access.Desk || row.WithdrawnAt is not null || row.State is ReportState.Closed or ReportState.Withdrawn
                        || await plain.IsOvertakenAsync(db, row.Id, ct) || await ReportMove.IsSetAsideFromAsync(db, row.Id, Desk, ct))
                    {
                        return false;
                    }

                    await db.CaseGrants.Where(grant => grant.CaseId == row.Id && grant.HolderKind == HolderKind.Desk && grant.Holder == Desk).ExecuteDeleteAsync(ct);
                    CaseChange.Touch(db, row);
                    db.CaseGrants.Add(new CaseGrant
                    {
                        CaseId = row.Id,
                        HolderKind = HolderKind.Desk,
                        Holder = Desk,
                        Epoch = target.Epoch,
                        Domain = target.Domain,
                        WrappedKey = wrapped,
                    });
                    await audit.AppendAsync(db, Staff.Actor, AccessRequests.Granted, row.AuditId.ToString("N"), $"{Access.Desk}>{Desk}", ct);
                    outbox.Add(db, OutboxKind.CaseChanged, row.Id, row.Urgency, Desk);
                    return true;
                },
                cancellationToken);
            return granted ? Done("granted") : Not("grant");
        }
        catch (CryptographicException)
        {
            await opener.RecordAlteredAsync(Staff, Access, "grant_access", cancellationToken);
            return Not("altered");
        }
    }
}

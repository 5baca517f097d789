using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.CaseWork;

namespace ReportingService.StaffConsole.GrantAccess;

/// <summary>The holder's "no" to desks that ask to read. They may ask again; each time is on record.</summary>
public sealed class AccessAnswers(CaseChange changes, Audit audit, Outbox outbox)
{
    /// <summary>
    /// Takes their requests back and tells them so. False when none of them waits for an answer any more. Threat: the asking desk learns from
    /// the answer that the reporter named it; "no" is the same line and the same words, whoever gives it and why.
    /// </summary>
    public Task<bool> DeclineAsync(StaffUser user, ReportAccess access, IReadOnlyCollection<string> desks, CancellationToken cancellationToken)
        => changes.MakeAsync(
            access.Report,
            async (db, row, ct) =>
            {
                if (row.HolderDesk != access.Desk || row.WithdrawnAt is not null || row.State is ReportState.Closed or ReportState.Withdrawn)
                {
                    return false;
                }

                var asked = await db.Notices
                    .Where(notice => notice.CaseId == row.Id && desks.Contains(notice.Desk) && notice.AccessRequestedAt != null
                        && !db.CaseGrants.Any(grant => grant.CaseId == row.Id && grant.HolderKind == HolderKind.Desk && grant.Holder == notice.Desk))
                    .ToListAsync(ct);
                foreach (var notice in asked)
                {
                    // Who asked stays, by which a request that was answered differs from none.
                    notice.AccessRequestedAt = null;
                    await audit.AppendAsync(db, user.Actor, AccessRequests.Declined, row.AuditId.ToString("N"), $"{access.Desk}>{notice.Desk}", ct);
                    outbox.Add(db, OutboxKind.CaseChanged, row.Id, row.Urgency, notice.Desk);
                }

                return asked.Count > 0;
            },
            cancellationToken);
}

using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.CaseWork;
using ReportingService.StaffConsole.Keys;
using ReportingService.StaffConsole.OpenReport;

namespace ReportingService.StaffConsole.GrantAccess;

/// <summary>The holder's "yes" and "no" to desks that ask to read. Of two answers at once the first holds; after a "no" they may ask again.</summary>
public sealed class AccessAnswers(CaseKeyOpener opener, ReportReader reader, ReportMove move, VerifiedDesks desks, CaseChange changes, Audit audit, Outbox outbox)
{
    /// <summary>The part of the service that answers where no person may.</summary>
    public const string Itself = "console";

    /// <summary>Wraps the report's key to a desk that asks; looked at again when later words come meanwhile.</summary>
    public async Task<AccessGiven> GrantAsync(StaffUser user, ReportAccess access, string? desk, CancellationToken cancellationToken)
    {
        try
        {
            using var key = await opener.OpenForAsync(user, access, "grant_access", cancellationToken);
            AccessGiven? given;
            do
            {
                var plain = (await reader.ReadAsync(key, cancellationToken)).WithWholeExclusions();
                if (desk is null || plain.Decision is null || move.Allowed(access.Desk, plain, [desk]).Count == 0
                    || await desks.FirstReadyAsync(access.Report, [desk], cancellationToken) is not { } target)
                {
                    return AccessGiven.Refused;
                }

                given = await WriteAsync(user, access, key, plain, target, cancellationToken);
            }
            while (given is null);
            return given.Value;
        }
        catch (CryptographicException)
        {
            await opener.RecordAlteredAsync(user, access, "grant_access", cancellationToken);
            return AccessGiven.Altered;
        }
    }

    /// <summary>
    /// Takes their requests back and tells them so. False when none of them waits for an answer any more. Threat: the asking desk learns from
    /// the answer that the reporter named it; "no" is the same words to it, whoever gives it and why.
    /// </summary>
    public Task<bool> DeclineAsync(StaffUser user, ReportAccess access, IReadOnlyCollection<string> asking, CancellationToken cancellationToken)
        => DeclineAsync(user.Actor, access, asking, cancellationToken);

    /// <summary>The same for desks that nobody could say "yes" to any more. Threat: the log says of an officer who only opened the report that they said "no".</summary>
    public Task<bool> DeclineByItselfAsync(ReportAccess access, IReadOnlyCollection<string> asking, CancellationToken cancellationToken)
        => DeclineAsync(Itself, access, asking, cancellationToken);

    private static bool Answers(Case row, ReportAccess access)
        => row.HolderDesk == access.Desk && row.WithdrawnAt is null && row.State is not (ReportState.Closed or ReportState.Withdrawn);

    /// <summary>Null when the reporter has written meanwhile.</summary>
    private Task<AccessGiven?> WriteAsync(StaffUser user, ReportAccess access, CaseKey key, PlainReport plain, VerifiedUnitKey target, CancellationToken cancellationToken)
    {
        var wrapped = key.WrapToDesk(target);
        return changes.MakeAsync<AccessGiven?>(
            access.Report,
            async (db, row, ct) =>
            {
                var asked = await db.Notices.AnyAsync(notice => notice.CaseId == row.Id && notice.Desk == target.Desk && notice.AccessRequestedAt != null, ct);

                // Contact and spreading stop with a withdrawal or the end of the work.
                if (!asked || !Answers(row, access) || await ReportMove.IsSetAsideFromAsync(db, row.Id, target.Desk, ct))
                {
                    return AccessGiven.Refused;
                }

                if (await plain.IsOvertakenAsync(db, row.Id, ct))
                {
                    return null;
                }

                await db.CaseGrants.Where(grant => grant.CaseId == row.Id && grant.HolderKind == HolderKind.Desk && grant.Holder == target.Desk).ExecuteDeleteAsync(ct);
                CaseChange.Touch(db, row);
                db.CaseGrants.Add(new CaseGrant
                {
                    CaseId = row.Id,
                    HolderKind = HolderKind.Desk,
                    Holder = target.Desk,
                    Epoch = target.Epoch,
                    Domain = target.Domain,
                    WrappedKey = wrapped,
                });
                await audit.AppendAsync(db, user.Actor, AccessRequests.Granted, row.AuditId.ToString("N"), $"{access.Desk}>{target.Desk}", ct);
                outbox.Add(db, OutboxKind.CaseChanged, row.Id, row.Urgency, target.Desk);
                return AccessGiven.Given;
            },
            cancellationToken);
    }

    private Task<bool> DeclineAsync(string actor, ReportAccess access, IReadOnlyCollection<string> asking, CancellationToken cancellationToken)
        => changes.MakeAsync(
            access.Report,
            async (db, row, ct) =>
            {
                if (!Answers(row, access))
                {
                    return false;
                }

                var asked = await db.Notices
                    .Where(notice => notice.CaseId == row.Id && asking.Contains(notice.Desk) && notice.AccessRequestedAt != null
                        && !db.CaseGrants.Any(grant => grant.CaseId == row.Id && grant.HolderKind == HolderKind.Desk && grant.Holder == notice.Desk))
                    .ToListAsync(ct);
                if (asked.Count == 0)
                {
                    return false;
                }

                // Threat: a colleague says "yes" in the same moment, and both are told that they were first.
                CaseChange.Touch(db, row);
                foreach (var notice in asked)
                {
                    // Who asked stays, by which a request that was answered differs from none.
                    notice.AccessRequestedAt = null;
                    await audit.AppendAsync(db, actor, AccessRequests.Declined, row.AuditId.ToString("N"), $"{access.Desk}>{notice.Desk}", ct);
                    outbox.Add(db, OutboxKind.CaseChanged, row.Id, row.Urgency, notice.Desk);
                }

                return true;
            },
            cancellationToken);
}

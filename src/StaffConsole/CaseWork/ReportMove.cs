using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.Keys;
using ReportingService.StaffConsole.OpenReport;

namespace ReportingService.StaffConsole.CaseWork;

/// <summary>
/// Moves a report to another desk by wrapping its key anew in the mover's own session. Always within the domain of the desk
/// that holds it, never to an excluded unit, and only to a key whose chain leads to the pinned root.
/// </summary>
public sealed class ReportMove(
    CaseKeyOpener opener, ReportReader reader, VerifiedDesks desks, CaseChange changes, Audit audit, RoutingData routing, Trust trust, TimeProvider time)
{
    /// <summary>
    /// Moves to the first of <paramref name="candidates"/> that may and can have it. <paramref name="reason"/> is the code that
    /// stands in the sealed decision; <paramref name="action"/> the one in the audit log; <paramref name="also"/> is done in the same transaction.
    /// </summary>
    public async Task<MoveOutcome> ToFirstAsync(
        StaffUser user, ReportAccess access, IEnumerable<string> candidates, string action, string reason,
        Func<ReportingDb, Case, CancellationToken, Task>? also, CancellationToken cancellationToken)
    {
        try
        {
            using var key = await opener.OpenForAsync(user, access, action, cancellationToken);
            var plain = await reader.ReadAsync(key, cancellationToken);
            var allowed = Allowed(access.Desk, plain, candidates);
            if (allowed.Count == 0)
            {
                return MoveOutcome.Nowhere;
            }

            if (plain.Decision is not { } decision)
            {
                // Threat: the decision was removed so that its exclusions are forgotten. Without one, nothing moves.
                return MoveOutcome.Altered;
            }

            var target = await desks.FirstReadyAsync(allowed, cancellationToken);
            return target is null ? MoveOutcome.Nowhere : await WriteAsync(user, access, key, target, Moved(decision, access.Desk, target, reason), action, also, cancellationToken);
        }
        catch (CryptographicException)
        {
            await opener.RecordAlteredAsync(user, access, "move", cancellationToken);
            return MoveOutcome.Altered;
        }
    }

    /// <summary>Of these desks, those a report of this desk may go to.</summary>
    public IReadOnlyList<string> Allowed(string from, PlainReport plain, IEnumerable<string> candidates)
    {
        // Every decision the case ever had counts: an exclusion is never forgotten by moving.
        var excluded = plain.Decisions.SelectMany(decision => decision.ExcludedUnits).ToHashSet(StringComparer.Ordinal);
        var domain = routing.Desks[from].Domain;
        return [.. candidates.Select(routing.Desks.Find).OfType<Desk>()
            .Where(desk => !desk.External && desk.Domain == domain && desk.Code != from && !excluded.Contains(desk.Code) && !excluded.Contains(desk.Unit))
            .Select(desk => desk.Code)];
    }

    private Task<MoveOutcome> WriteAsync(
        StaffUser user, ReportAccess access, CaseKey key, VerifiedUnitKey target, RoutingDecision decision, string action,
        Func<ReportingDb, Case, CancellationToken, Task>? also, CancellationToken cancellationToken)
    {
        var wrapped = key.WrapToDesk(target);
        var id = ReportId.New().Value;
        var envelope = HolderItemSealer.Seal(key, new EnvelopeContext(trust.Instance, access.Report, id, Purpose.Decision), RoutingDecisionFormat.Write(decision));
        return changes.MakeAsync(
            access.Report,
            async (db, row, ct) =>
            {
                if (row.HolderDesk != access.Desk || row.State is ReportState.Closed or ReportState.Withdrawn)
                {
                    return MoveOutcome.NoLongerHere;
                }

                await db.CaseGrants.Where(grant => grant.CaseId == row.Id && grant.HolderKind == HolderKind.Desk
                    && (grant.Holder == access.Desk || grant.Holder == target.Desk)).ExecuteDeleteAsync(ct);
                db.KeysDestroyed();
                db.CaseGrants.Add(new CaseGrant
                {
                    CaseId = row.Id,
                    HolderKind = HolderKind.Desk,
                    Holder = target.Desk,
                    Epoch = target.Epoch,
                    Domain = target.Domain,
                    WrappedKey = wrapped,
                });
                db.CaseItems.Add(new CaseItem
                {
                    Id = id,
                    CaseId = row.Id,
                    Kind = CaseItemKind.Decision,
                    Sealed = envelope,
                    Seq = await CaseChange.NextItemAsync(db, row.Id, ct),
                    AddedAt = CoarseTime.HalfDay(time.GetUtcNow()),
                });

                // The clock keeps running: the time of arrival stays what it was.
                row.HolderDesk = target.Desk;
                row.NamedDesk = decision.Desk;
                row.NamedUnit = decision.Unit;
                row.State = ReportState.Routed;
                row.OwnerAccountId = null;
                row.OwnedAt = null;
                await audit.AppendAsync(db, user.Actor, action, row.AuditId.ToString("N"), $"{access.Desk}>{target.Desk}", ct);
                if (also is not null)
                {
                    await also(db, row, ct);
                }

                return MoveOutcome.Moved(target.Desk);
            },
            cancellationToken);
    }

    private RoutingDecision Moved(RoutingDecision decision, string from, VerifiedUnitKey target, string reason) => decision with
    {
        Unit = routing.Desks[target.Desk].Unit,
        Desk = target.Desk,
        HoldingDesk = target.Desk,
        DecidedBy = "desk",
        Reasons = [.. decision.Reasons, $"moved.{reason} {from} {target.Desk}"],
    };
}

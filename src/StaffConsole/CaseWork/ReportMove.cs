using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Core.Labels;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.HandOffReport;
using ReportingService.StaffConsole.Keys;
using ReportingService.StaffConsole.OpenReport;

namespace ReportingService.StaffConsole.CaseWork;

/// <summary>
/// Moves a report to another desk by wrapping its key anew in the mover's own session. Always within the domain of the desk
/// that holds it, never to an excluded unit, and only to a key whose chain leads to the pinned root.
/// </summary>
public sealed class ReportMove(
    CaseKeyOpener opener, ReportReader reader, VerifiedDesks desks, ReadyDesks ready, CaseChange changes, Audit audit, RoutingData routing, Trust trust, TimeProvider time)
{
    /// <summary>
    /// Moves to the first of <paramref name="candidates"/> that may and can have it. <paramref name="reason"/> is the code that
    /// stands in the sealed decision; <paramref name="action"/> the one in the audit log; <paramref name="also"/> is done in the same transaction.
    /// </summary>
    public Task<MoveOutcome> ToFirstAsync(
        StaffUser user, ReportAccess access, IEnumerable<string> candidates, string action, string reason,
        Func<ReportingDb, Case, CancellationToken, Task>? also, CancellationToken cancellationToken)
        => WithReportAsync(
            user, access, action,
            async (key, plain) =>
            {
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

                var target = await desks.FirstReadyAsync(access.Report, allowed, cancellationToken);
                return target is null
                    ? MoveOutcome.Nowhere
                    : await WriteAsync(user, access, key, target, plain, decision, Moved(decision, plain, access.Desk, target, reason), action, reason, also, cancellationToken);
            },
            cancellationToken);

    /// <summary>
    /// Routes by the rules in force as if it had just come, with its labels put right by the reader; excluded stays excluded. What now turns
    /// out to be protected goes to the body it is protected to and nowhere else. The time of arrival stays what it was.
    /// </summary>
    public Task<MoveOutcome> RouteAnewAsync(
        StaffUser user, ReportAccess access, Func<ReportLabels, ReportLabels> correct, string action, string reason, CancellationToken cancellationToken)
        => WithReportAsync(
            user, access, action,
            async (key, plain) =>
            {
                if (plain is not { Labels: { } labels, Decision: { } before })
                {
                    return MoveOutcome.Altered;
                }

                if (plain.Origin is not null)
                {
                    // Threat: a copy from the helpline, routed as if it had just come, loses what the helpline said about who may know of it.
                    return MoveOutcome.Nowhere;
                }

                var routed = routing.Router.Route(correct(labels), await ready.NowAsync(cancellationToken));
                var excluded = routed.ExcludedUnits.Concat(plain.Excluded).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
                var candidates = new[] { routed.Desk }.Concat(routing.Desks[routed.Desk].Nearest).Select(code => routing.Desks[code])
                    .Where(desk => desk.Domain == routed.Domain && !desk.External && desk.Code != access.Desk && !excluded.Contains(desk.Code));
                if (await desks.FirstReadyAsync(access.Report, candidates.Select(desk => desk.Code), cancellationToken) is not { } target)
                {
                    return MoveOutcome.Nowhere;
                }

                var after = routed with
                {
                    HoldingDesk = target.Desk,
                    Restricted = routed.Restricted || before.Restricted,
                    ExcludedUnits = excluded,
                    AlsoNotify = [.. routed.AlsoNotify.Where(code => code != target.Desk && !excluded.Contains(code))],
                    Reasons = [.. routed.Reasons, $"moved.{reason} {access.Desk} {target.Desk}"],
                };
                return await WriteAsync(user, access, key, target, plain, before, after, action, reason, (db, row, ct) => DescribeAnewAsync(db, row, after, ct), cancellationToken);
            },
            cancellationToken);

    /// <summary>Where <see cref="ToFirstAsync"/> would move it as things stand; null when nowhere. Moves nothing.</summary>
    public async Task<string?> FirstAsync(ReportingDb db, StaffUser user, ReportAccess access, IEnumerable<string> candidates, CancellationToken cancellationToken)
    {
        try
        {
            using var key = await opener.OpenForAsync(user, access, "read_exclusions", cancellationToken);
            var plain = (await reader.ReadAsync(key, cancellationToken)).WithWholeExclusions();
            var target = plain.Decision is null ? null : await desks.FirstReadyAsync(access.Report, Allowed(access.Desk, plain, candidates), cancellationToken);
            return target is null || await IsSetAsideFromAsync(db, access.Report.Value, target.Desk, cancellationToken) ? null : target.Desk;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Of these desks, those a report of this desk may go to. A copy from the helpline: only where the helpline itself could send it.</summary>
    public IReadOnlyList<string> Allowed(string from, PlainReport plain, IEnumerable<string> candidates)
    {
        var excluded = plain.Excluded.ToHashSet(StringComparer.Ordinal);
        var domain = routing.Desks[from].Domain;
        return [.. candidates.Select(routing.Desks.Find).OfType<Desk>()
            .Where(desk => (plain.Origin is null || HandOffRule.Receives(desk)) && !desk.External && desk.Serves(CoarseTime.Day(time.GetUtcNow())) && desk.Domain == domain && desk.Code != from && !excluded.Contains(desk.Code))
            .Select(desk => desk.Code)];
    }

    /// <summary>Whether a desk had this report and was named by its reporter later (decision 0011): it gets no key to it again.</summary>
    public static Task<bool> IsSetAsideFromAsync(ReportingDb db, Guid report, string desk, CancellationToken cancellationToken)
        => db.CaseGrants.AnyAsync(grant => grant.CaseId == report && grant.HolderKind == HolderKind.SetAside && grant.Holder == desk, cancellationToken);

    /// <summary>Does the work with the report as it stands; again when later words come meanwhile.</summary>
    private async Task<MoveOutcome> WithReportAsync(
        StaffUser user, ReportAccess access, string action, Func<CaseKey, PlainReport, Task<MoveOutcome>> work, CancellationToken cancellationToken)
    {
        try
        {
            using var key = await opener.OpenForAsync(user, access, action, cancellationToken);
            MoveOutcome outcome;
            do
            {
                outcome = await work(key, (await reader.ReadAsync(key, cancellationToken)).WithWholeExclusions());
            }
            while (outcome == MoveOutcome.Overtaken);
            return outcome;
        }
        catch (CryptographicException)
        {
            await opener.RecordAlteredAsync(user, access, "move", cancellationToken);
            return MoveOutcome.Altered;
        }
    }

    private Task<MoveOutcome> WriteAsync(
        StaffUser user, ReportAccess access, CaseKey key, VerifiedUnitKey target, PlainReport plain, RoutingDecision before, RoutingDecision decision, string action, string reason,
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

                if (await plain.IsOvertakenAsync(db, row.Id, ct))
                {
                    return MoveOutcome.Overtaken;
                }

                if (await IsSetAsideFromAsync(db, row.Id, target.Desk, ct))
                {
                    return MoveOutcome.Nowhere;
                }

                await ForgetOthersAsync(db, row.Id, access.Desk, target, before, decision, ct);
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

                if (BounceCounts.Counts(reason))
                {
                    await BounceCounts.AddAsync(db, row, IsRestricted(decision), before, routing.Desks[access.Desk], routing.Desks[target.Desk], reason, CoarseTime.Day(time.GetUtcNow()), ct);
                }

                // The clock keeps running: the time of arrival stays what it was.
                row.HolderDesk = target.Desk;
                row.NamedDesk = decision.Desk;
                row.NamedUnit = decision.Unit;
                row.State = ReportState.Routed;
                row.StateOnceRead = null;
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

    /// <summary>Destroys the keys, and takes back the notices, of who must no longer know of the report once it has moved.</summary>
    private async Task ForgetOthersAsync(
        ReportingDb db, Guid report, string from, VerifiedUnitKey target, RoutingDecision before, RoutingDecision after, CancellationToken cancellationToken)
    {
        if (target.Domain != routing.Desks[from].Domain || (after.Protection != Protection.None && before.Protection == Protection.None))
        {
            // Threat: a key that was lent, or a notice, outlives the report's leaving, and the old domain goes on reading.
            await db.CaseGrants.Where(grant => grant.CaseId == report).ExecuteDeleteAsync(cancellationToken);
            await db.Notices.Where(notice => notice.CaseId == report).ExecuteDeleteAsync(cancellationToken);
            return;
        }

        var desks = await db.CaseGrants.Where(grant => grant.CaseId == report && grant.HolderKind == HolderKind.Desk).Select(grant => grant.Holder)
            .Union(db.Notices.Where(notice => notice.CaseId == report).Select(notice => notice.Desk)).ToListAsync(cancellationToken);
        var excluded = desks.Where(after.ExcludedUnits.Contains).ToList();
        await db.Notices.Where(notice => notice.CaseId == report && excluded.Contains(notice.Desk)).ExecuteDeleteAsync(cancellationToken);
        List<string> losing = [from, target.Desk, .. excluded];
        await db.CaseGrants.Where(grant => grant.CaseId == report && grant.HolderKind == HolderKind.Desk && losing.Contains(grant.Holder)).ExecuteDeleteAsync(cancellationToken);
    }

    private static bool IsRestricted(RoutingDecision decision) => decision.Restricted || decision.Protection != Protection.None;

    /// <summary>As Triage describes a report that it routes.</summary>
    private async Task DescribeAnewAsync(ReportingDb db, Case row, RoutingDecision decision, CancellationToken cancellationToken)
    {
        row.Domain = decision.Domain;
        row.Urgency = decision.Urgency;
        row.Restricted = IsRestricted(decision);
        row.Category = row.Restricted ? null : decision.Category;
        row.Municipality = row.Restricted ? null : decision.Municipality;
        row.EscalateTo = routing.Desks[decision.Desk].Nearest.LastOrDefault(code => !decision.ExcludedUnits.Contains(code));
        row.AlarmedAt = null;
        db.Entry(row).Property(report => report.Protection).CurrentValue = decision.Protection;

        // Threat: the notice of a desk told before goes on saying what the report is about and where, though it is restricted now.
        await db.Notices.Where(notice => notice.CaseId == row.Id)
            .ExecuteUpdateAsync(notice => notice.SetProperty(told => told.Category, row.Category).SetProperty(told => told.Municipality, row.Municipality), cancellationToken);
        var told = await db.Notices.Where(notice => notice.CaseId == row.Id).Select(notice => notice.Desk).ToListAsync(cancellationToken);
        db.Notices.AddRange(decision.AlsoNotify.Except(told).Select(desk => new Notice
        {
            CaseId = row.Id,
            Desk = desk,
            Urgency = row.Urgency,
            CreatedAt = CoarseTime.Minute(time.GetUtcNow()),
            Category = row.Category,
            Municipality = row.Municipality,
        }));
    }

    private RoutingDecision Moved(RoutingDecision decision, PlainReport plain, string from, VerifiedUnitKey target, string reason) => decision with
    {
        Unit = routing.Desks[target.Desk].Unit,
        Desk = target.Desk,
        HoldingDesk = target.Desk,
        ExcludedUnits = [.. plain.Excluded.Order(StringComparer.Ordinal)],
        DecidedBy = "desk",
        Reasons = [.. decision.Reasons, $"moved.{reason} {from} {target.Desk}"],
    };
}

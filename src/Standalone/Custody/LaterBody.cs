using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Sealing;

namespace ReportingService.Standalone.Custody;

/// <summary>The body outside the police that got a reporter's later words, by the protected parts of the same reporter. It alone gets what came before them.</summary>
/// <param name="Known">Whether there are later words at all.</param>
/// <param name="Desk">Null when they went to different bodies: one of them may be concerned, so what came before waits.</param>
/// <param name="Key">Null when the body has no valid key.</param>
internal sealed record LaterBody(bool Known, string? Desk, VerifiedUnitKey? Key)
{
    /// <summary>No later words.</summary>
    public static LaterBody None { get; } = new(false, null, null);

    /// <summary>
    /// Threat: words that concern the Inspectorate went elsewhere; passed to it by default, what came before them names its reporter to it.
    /// Threat: the rows name a body that the report itself complains of or must not reach ("helpline only" reaches no police): it has no key.
    /// </summary>
    public static async Task<LaterBody> OfAsync(ReportingDb db, DeskDirectory desks, VerifiedDeskKeys keys, Case report, SealedDecisions decisions, CancellationToken cancellation)
    {
        var protections = await db.Cases.AsNoTracking()
            .Where(part => part.ReporterPublicKey == report.ReporterPublicKey && part.Id != report.Id && part.Protection != Protection.None)
            .Select(part => part.Protection).Distinct().ToListAsync(cancellation);
        var desk = protections is [var only] ? ProtectedBody.Of(only).Desk : null;
        var verdict = desk is null || decisions.Exclude(desk) ? null : await keys.CurrentAsync(db, desk, desks[desk].Domain, cancellation);
        return new LaterBody(protections.Count > 0, desk, verdict is ChainVerdict.Current { Key: var key } ? key : null);
    }

    /// <summary>Whether the worker has taken the report from who held it, or from nobody, because of later words. Nobody takes a line out of the audit log unseen.</summary>
    public static Task<bool> WasSetAsideAsync(ReportingDb db, Case report, CancellationToken cancellation)
    {
        var subject = report.AuditId.ToString("N");
        return db.AuditEntries.AnyAsync(entry => entry.Action == "report_set_aside" && entry.Actor == "triage" && entry.Subject == subject, cancellation);
    }

    /// <summary>Gives the report to the body alone.</summary>
    public static async Task PassAsync(ReportingDb db, Audit audit, Outbox outbox, Guid id, VerifiedUnitKey target, byte[] wrapped, CancellationToken cancellation)
    {
        var report = await db.Cases.SingleAsync(found => found.Id == id, cancellation);

        // Threat: a key that another desk of the police got meanwhile outlives the report's leaving.
        await db.CaseGrants.Where(grant => grant.CaseId == id).ExecuteDeleteAsync(cancellation);
        await db.Notices.Where(notice => notice.CaseId == id).ExecuteDeleteAsync(cancellation);
        db.KeysDestroyed();
        db.CaseGrants.Add(new CaseGrant
        {
            CaseId = id,
            HolderKind = HolderKind.Desk,
            Holder = target.Desk,
            Epoch = target.Epoch,
            Domain = target.Domain,
            WrappedKey = wrapped,
        });

        // It leaves the domain: nothing of it is shown in lists of the police any more.
        report.Domain = target.Domain;
        (report.HolderDesk, report.NamedDesk, report.NamedUnit) = (target.Desk, target.Desk, target.Desk);
        (report.Restricted, report.Category, report.Municipality) = (true, null, null);
        report.State = report.State == ReportState.Received ? ReportState.Routed : report.State;
        report.StateBeforeWithdrawal = report.StateBeforeWithdrawal == ReportState.Received ? ReportState.Routed : report.StateBeforeWithdrawal;
        outbox.Add(db, OutboxKind.CaseChanged, id, report.Urgency, target.Desk);
        await audit.AppendAsync(db, "custodian", "set_aside_released", report.AuditId.ToString("N"), target.Desk, cancellation);
    }
}

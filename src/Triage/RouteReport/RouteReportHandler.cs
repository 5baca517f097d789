using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ReportingService.Core.Keys;
using ReportingService.Core.Labels;
using ReportingService.Core.Messages;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.Triage.RouterKeys;

namespace ReportingService.Triage.RouteReport;

/// <summary>
/// Routes one report: opens its labels and case key, decides, wraps the key to the holding desk. Everything it changes is one
/// transaction with the inbox row, so that a message delivered twice has one effect.
/// </summary>
public sealed class RouteReportHandler(
    IDbContextFactory<ReportingDb> databases, IDatabaseWriter writer, RoutingData routing, RouterKeyFiles routerKeys, HoldingDesk holdingDesk,
    Trust trust, Outbox outbox, Inbox inbox, Audit audit, TimeProvider clock, ILogger<RouteReportHandler> logger)
{
    private static readonly HashSet<string> MeddledCodes =
        ["seal_broken", "labels_unreadable", "protection_crossed", "protection_differs", "domain_crossed", "excluded_holder", "grant_missing", "envelope_missing", "key_mismatch"];

    /// <summary>The inbox knows the effect by this name.</summary>
    public const string Consumer = "route_report";

    public async Task<RouteReportOutcome> HandleAsync(ReportSubmitted message, CancellationToken cancellationToken)
    {
        try
        {
            return await RouteAgainIfChangedAsync(message, cancellationToken);
        }
        catch (Exception e) when (DatabaseErrors.IsUniqueViolation(e))
        {
            return await AlreadyRoutedAsync(message, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Another worker may have routed it while this one was reading: then its envelope is gone because it was used, not because somebody took it.
            return await IsRoutedAsync(message.ReportId, cancellationToken)
                ? await AlreadyRoutedAsync(message, cancellationToken)
                : await PutOffAsync(message, CodeOf(e), cancellationToken);
        }
    }

    private async Task<bool> IsRoutedAsync(Guid report, CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            return await db.RoutingRecords.AnyAsync(record => record.CaseId == report, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<RouteReportOutcome> AlreadyRoutedAsync(ReportSubmitted message, CancellationToken cancellationToken)
    {
        await writer.WriteAsync((db, ct) => inbox.MarkFinishedAsync(db, message.OutboxId, ct), cancellationToken);
        return new RouteReportOutcome.AlreadyRouted();
    }

    /// <summary>The reporter may withdraw or add something in the same moment: then once more, on what is there now.</summary>
    private async Task<RouteReportOutcome> RouteAgainIfChangedAsync(ReportSubmitted message, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await RouteAsync(message, cancellationToken);
            }
            catch (DbUpdateConcurrencyException) when (attempt < 4)
            {
                // Nothing was written; read again.
            }
        }
    }

    private async Task<RouteReportOutcome> RouteAsync(ReportSubmitted message, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var found = await (
            from c in db.Cases.AsNoTracking()
            where c.Id == message.ReportId
            join e in db.RouterEnvelopes.AsNoTracking() on c.Id equals e.CaseId into envelopes
            from e in envelopes.DefaultIfEmpty()
            select new { Report = c, Envelope = e, Routed = db.RoutingRecords.Any(r => r.CaseId == c.Id) }).SingleOrDefaultAsync(cancellationToken);
        if (found is null || found.Routed)
        {
            await writer.WriteAsync((unit, ct) => inbox.MarkFinishedAsync(unit, message.OutboxId, ct), cancellationToken);
            return found is null ? new RouteReportOutcome.Gone() : new RouteReportOutcome.AlreadyRouted();
        }

        var report = found.Report;
        var plan = report.Protection == Protection.None
            ? await OpenAndDecideAsync(db, report, found.Envelope ?? throw new RoutingRefusedException("envelope_missing"), cancellationToken)
            : await AnnounceAsync(db, report, cancellationToken);
        await writer.WriteAsync((unit, ct) => ApplyAsync(unit, message, plan, ct), cancellationToken);
        if (plan.Holder is null)
        {
            TriageLog.WaitsAtRecovery(logger, report.Id, Codes.Of(plan.Domain));
        }

        return new RouteReportOutcome.Routed(plan.Holder);
    }

    /// <summary>A protected report opens here to nothing; Intake must have given its key to the body it is protected to, and to nobody else.</summary>
    private async Task<RoutePlan> AnnounceAsync(ReportingDb db, Case report, CancellationToken cancellationToken)
    {
        var grants = await db.CaseGrants.AsNoTracking().Where(g => g.CaseId == report.Id).Select(g => g.Domain).ToListAsync(cancellationToken);
        if (grants.Count == 0)
        {
            throw new RoutingRefusedException("grant_missing");
        }

        if (grants.Exists(domain => domain != HoldingDesk.DomainOf(report.Protection)) || report.Domain != HoldingDesk.DomainOf(report.Protection))
        {
            throw new RoutingRefusedException("protection_crossed");
        }

        return RoutePlan.Announce(report, routing.Rules.Version);
    }

    private async Task<RoutePlan> OpenAndDecideAsync(ReportingDb db, Case report, RouterEnvelope envelope, CancellationToken cancellationToken)
    {
        var routerKey = routerKeys.Find(envelope.Epoch) ?? throw new RoutingRefusedException("router_key_missing");
        var binding = new CaseBinding(
            trust.Instance, new ReportId(report.Id), PublicKey.FromBytes(report.CasePublicKey), PublicKey.FromBytes(report.ReporterPublicKey));
        using var opened = RouterOpener.Open(routerKey, envelope.Epoch, binding, envelope.Sealed);
        var labels = ReportLabels.FromBytes(opened.Labels);

        // The invariant again, whatever Intake decided: the router and this host hold the same rule in code.
        var protection = ProtectionRule.Of(labels);
        var chosen = await holdingDesk.ChooseAsync(db, labels, cancellationToken);
        if (chosen.Decision.Protection != protection)
        {
            throw new RoutingRefusedException("protection_differs");
        }

        return RoutePlan.Of(trust, report, opened.Key, chosen, routing.Desks, clock.GetUtcNow());
    }

    private async Task ApplyAsync(ReportingDb db, ReportSubmitted message, RoutePlan plan, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var report = await db.Cases.SingleAsync(c => c.Id == message.ReportId, cancellationToken);
        await plan.ApplyAsync(db, report, now, cancellationToken);
        foreach (var desk in plan.ScreensToRefresh)
        {
            outbox.Add(db, OutboxKind.CaseChanged, report.Id, report.Urgency, desk);
        }

        foreach (var refused in plan.Refused.Where(r => r.Meddled))
        {
            TriageLog.KeyRefused(logger, refused.Desk, Codes.Of(refused.Reason));
            await audit.AppendAsync(db, "triage", "key_refused", refused.Desk, Codes.Of(refused.Reason), cancellationToken);
        }

        await inbox.FinishAsync(db, message.OutboxId, Consumer, cancellationToken);
    }

    private async Task<RouteReportOutcome> PutOffAsync(ReportSubmitted message, string code, CancellationToken cancellationToken)
    {
        TriageLog.NotRouted(logger, message.ReportId, code);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await writer.WriteAsync(
                    async (db, ct) =>
                    {
                        await inbox.MarkFailedAsync(db, message.OutboxId, code, ct);
                        await RecordMeddlingAsync(db, message.ReportId, code, ct);
                    },
                    cancellationToken);
                break;
            }
            catch (DbUpdateConcurrencyException) when (attempt < 4)
            {
                // Another worker or the sweeper wrote the row in the same moment: what is on record must not be lost for it.
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The row is as it was: unfinished. The sweeper sends the message again.
                TriageLog.WorkFailed(logger, nameof(PutOffAsync), e.GetType().Name);
                break;
            }
        }

        return new RouteReportOutcome.Later(code);
    }

    /// <summary>Threat: rows changed behind the service's back, so that a report goes elsewhere. Nothing a reporter sends leads here. Once per report.</summary>
    private async Task RecordMeddlingAsync(ReportingDb db, Guid reportId, string code, CancellationToken cancellationToken)
    {
        if (!MeddledCodes.Contains(code) || await db.Cases.Where(c => c.Id == reportId).Select(c => (Guid?)c.AuditId).SingleOrDefaultAsync(cancellationToken) is not { } name)
        {
            return;
        }

        var subject = name.ToString("N");
        if (!await db.AuditEntries.AnyAsync(entry => entry.Action == "routing_refused" && entry.Subject == subject, cancellationToken))
        {
            await audit.AppendAsync(db, "triage", "routing_refused", subject, code, cancellationToken);
        }
    }

    private static string CodeOf(Exception exception) => exception switch
    {
        RoutingRefusedException refused => refused.Code,
        SealBrokenException => "seal_broken",
        InvalidDataException => "labels_unreadable",
        DbUpdateConcurrencyException => "changed_meanwhile",
        System.Data.Common.DbException or DbUpdateException => "database",
        _ => "unexpected",
    };
}

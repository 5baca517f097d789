using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Core.Labels;
using ReportingService.Core.Messages;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.Triage.RouterKeys;

namespace ReportingService.Triage.RouteReport;

/// <summary>Reads reports, opens their labels and case keys, decides, and wraps each key to its holding desk. Writes nothing.</summary>
public sealed class RoutePlanner(
    IDbContextFactory<ReportingDb> databases, RoutingData routing, RouterKeyFiles routerKeys, HoldingDesk holdingDesk, VerifiedDeskKeys deskKeys, Trust trust, TimeProvider clock)
{
    /// <summary>Plans for messages of different reports, in their order. One report's fault is its own: it never keeps the others from their plans.</summary>
    internal async Task<IReadOnlyList<PlannedReport>> PlanAsync(IReadOnlyList<ReportSubmitted> messages, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var ids = messages.Select(message => message.ReportId).ToList();
        var found = await (
            from c in db.Cases.AsNoTracking()
            where ids.Contains(c.Id)
            join e in db.RouterEnvelopes.AsNoTracking() on c.Id equals e.CaseId into envelopes
            from e in envelopes.DefaultIfEmpty()
            select new { Report = c, Envelope = e, Routed = db.RoutingRecords.Any(r => r.CaseId == c.Id) }).ToDictionaryAsync(row => row.Report.Id, cancellationToken);
        var keys = new DeskKeysOnce(deskKeys, db);
        var planned = new List<PlannedReport>(messages.Count);
        foreach (var message in messages)
        {
            planned.Add(found.GetValueOrDefault(message.ReportId) switch
            {
                null => new PlannedReport.Done(message, new RouteReportOutcome.Gone()),
                { Routed: true } => new PlannedReport.Done(message, new RouteReportOutcome.AlreadyRouted()),
                var row => await PlanAsync(db, message, row.Report, row.Envelope, keys, cancellationToken),
            });
        }

        return planned;
    }

    private async Task<PlannedReport> PlanAsync(
        ReportingDb db, ReportSubmitted message, Case report, RouterEnvelope? envelope, DeskKeysOnce keys, CancellationToken cancellationToken)
    {
        try
        {
            var plan = report.Protection == Protection.None
                ? await OpenAndDecideAsync(report, envelope ?? throw new RoutingRefusedException("envelope_missing"), keys, cancellationToken)
                : await AnnounceAsync(db, report, cancellationToken);
            return new PlannedReport.Ready(message, plan);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return new PlannedReport.Refused(message, e);
        }
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

    private async Task<RoutePlan> OpenAndDecideAsync(Case report, RouterEnvelope envelope, DeskKeysOnce keys, CancellationToken cancellationToken)
    {
        var routerKey = routerKeys.Find(envelope.Epoch) ?? throw new RoutingRefusedException("router_key_missing");
        var binding = new CaseBinding(
            trust.Instance, new ReportId(report.Id), PublicKey.FromBytes(report.CasePublicKey), PublicKey.FromBytes(report.ReporterPublicKey));
        using var opened = RouterOpener.Open(routerKey, envelope.Epoch, binding, envelope.Sealed);
        var labels = ReportLabels.FromBytes(opened.Labels);

        // The invariant again, whatever Intake decided: the router and this host hold the same rule in code.
        var protection = ProtectionRule.Of(labels);
        var chosen = await holdingDesk.ChooseAsync(labels, keys, cancellationToken);
        if (chosen.Decision.Protection != protection)
        {
            throw new RoutingRefusedException("protection_differs");
        }

        return RoutePlan.Of(trust, report, opened.Key, chosen, routing.Desks, clock.GetUtcNow());
    }
}

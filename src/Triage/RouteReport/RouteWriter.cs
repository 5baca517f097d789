using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;

namespace ReportingService.Triage.RouteReport;

/// <summary>
/// Writes what was planned: all of it in one transaction with the inbox rows, so that a message delivered twice has one effect.
/// </summary>
public sealed class RouteWriter(IDatabaseWriter writer, Outbox outbox, Inbox inbox, Audit audit, TimeProvider clock, ILogger<RouteWriter> logger)
{
    /// <summary>The inbox knows the effect by this name.</summary>
    public const string Consumer = "route_report";

    /// <summary>Writes for different reports, all or none; the outcome of each by its id.</summary>
    internal async Task<Dictionary<Guid, RouteReportOutcome>> WriteAsync(IReadOnlyList<PlannedReport> planned, CancellationToken cancellationToken)
    {
        var done = planned.OfType<PlannedReport.Done>().ToList();
        var ready = planned.OfType<PlannedReport.Ready>().ToList();
        if (planned.Count > 0)
        {
            await writer.WriteAsync((db, ct) => ApplyAsync(db, ready, done, ct), cancellationToken);
        }

        foreach (var waits in ready.Where(report => report.Plan.Holder is null))
        {
            TriageLog.WaitsAtRecovery(logger, waits.Message.ReportId, Codes.Of(waits.Plan.Domain));
        }

        return planned.ToDictionary(
            report => report.Message.ReportId,
            report => report is PlannedReport.Ready routed ? new RouteReportOutcome.Routed(routed.Plan.Holder) : ((PlannedReport.Done)report).Outcome);
    }

    private async Task ApplyAsync(ReportingDb db, List<PlannedReport.Ready> ready, List<PlannedReport.Done> done, CancellationToken cancellationToken)
    {
        if (ready.Count > 0)
        {
            await ApplyAsync(db, ready, cancellationToken);
            await inbox.FinishAsync(db, [.. ready.Select(report => report.Message.OutboxId)], Consumer, cancellationToken);
        }

        if (done.Count > 0)
        {
            await inbox.MarkFinishedAsync(db, [.. done.Select(report => report.Message.OutboxId)], cancellationToken);
        }
    }

    private async Task ApplyAsync(ReportingDb db, List<PlannedReport.Ready> ready, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var ids = ready.ConvertAll(report => report.Message.ReportId);
        var reports = await db.Cases.Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancellationToken);
        var last = await db.CaseItems.Where(i => ids.Contains(i.CaseId)).GroupBy(i => i.CaseId).Select(items => new { Case = items.Key, Seq = items.Max(i => i.Seq) })
            .ToDictionaryAsync(items => items.Case, items => items.Seq, cancellationToken);
        foreach (var (message, plan) in ready)
        {
            plan.Apply(db, reports[message.ReportId], last.GetValueOrDefault(message.ReportId, -1) + 1, now);
            foreach (var refused in plan.Refused.Where(r => r.Meddled))
            {
                TriageLog.KeyRefused(logger, refused.Desk, Codes.Of(refused.Reason));
                await audit.AppendAsync(db, "triage", "key_refused", refused.Desk, Codes.Of(refused.Reason), cancellationToken);
            }
        }

        // A desk's screens are told once of all that came together.
        foreach (var screens in ready.SelectMany(report => report.Plan.ScreensToRefresh.Select(desk => (Desk: desk, Report: reports[report.Message.ReportId]))).GroupBy(screen => screen.Desk))
        {
            var first = screens.MaxBy(screen => screen.Report.Urgency).Report;
            outbox.Add(db, OutboxKind.CaseChanged, first.Id, first.Urgency, screens.Key);
        }

        var opened = ready.Where(report => report.Plan.UsesEnvelope).Select(report => report.Message.ReportId).ToList();
        await db.RouterEnvelopes.Where(e => opened.Contains(e.CaseId)).ExecuteDeleteAsync(cancellationToken);
    }
}

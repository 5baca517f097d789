using System.Runtime.ExceptionServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ReportingService.Core.Messages;
using ReportingService.Data;
using ReportingService.Sealing;

namespace ReportingService.Triage.RouteReport;

/// <summary>
/// Routes reports: has them planned and what was planned written. Reports that wait together share a transaction; what is special about
/// one of them (damaged, changed in the same moment, routed already) is dealt with alone and keeps the others from nothing.
/// </summary>
public sealed class RouteReportHandler(
    IDatabaseWriter writer, RoutePlanner planner, RouteWriter routes, PutOffReport putOff, Inbox inbox,
    ILogger<RouteReportHandler> logger)
{
    /// <summary>Routes those that came together; the outcomes are in the order of the messages.</summary>
    public async Task<IReadOnlyList<RouteReportOutcome>> HandleAsync(IReadOnlyList<ReportSubmitted> messages, CancellationToken cancellationToken)
    {
        var outcomes = messages.Count > 1 ? await RouteTogetherAsync(messages, cancellationToken) : new RouteReportOutcome?[messages.Count];
        for (var i = 0; i < messages.Count; i++)
        {
            outcomes[i] ??= await HandleAsync(messages[i], cancellationToken);
        }

        return outcomes!;
    }

    /// <summary>Routes one.</summary>
    public async Task<RouteReportOutcome> HandleAsync(ReportSubmitted message, CancellationToken cancellationToken)
    {
        try
        {
            return await RouteAgainIfChangedAsync(message, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Another worker may have routed it while this one was reading: then its envelope is gone because it was used, not because somebody took it.
            return await FinishIfRoutedAsync(message, cancellationToken)
                ? new RouteReportOutcome.AlreadyRouted()
                : await putOff.HandleAsync(message, CodeOf(e), cancellationToken);
        }
    }

    /// <summary>One transaction for all that nothing speaks against; null for each that has to be looked at alone.</summary>
    private async Task<RouteReportOutcome?[]> RouteTogetherAsync(IReadOnlyList<ReportSubmitted> messages, CancellationToken cancellationToken)
    {
        var outcomes = new RouteReportOutcome?[messages.Count];
        try
        {
            // A second message about the same report comes alone, after this transaction.
            var planned = await planner.PlanAsync([.. messages.DistinctBy(message => message.ReportId)], cancellationToken);
            var written = await routes.WriteAsync([.. planned.Where(report => report is not PlannedReport.Refused)], cancellationToken);
            for (var i = 0; i < messages.Count; i++)
            {
                outcomes[i] = written.Remove(messages[i].ReportId, out var outcome) ? outcome : null;
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // One of them can't be written, so nothing was. Alone the others can.
            TriageLog.NotTogether(logger, messages.Count, CodeOf(e));
        }

        return outcomes;
    }

    /// <summary>Threat: a row that clashes taken for "routed already", and the report forgotten. Only its own record says that it is.</summary>
    private async Task<bool> FinishIfRoutedAsync(ReportSubmitted message, CancellationToken cancellationToken)
    {
        try
        {
            return await writer.WriteAsync(
                async (db, ct) =>
                {
                    var routed = await db.RoutingRecords.AnyAsync(record => record.CaseId == message.ReportId, ct);
                    if (routed)
                    {
                        await inbox.MarkFinishedAsync(db, [message.OutboxId], ct);
                    }

                    return routed;
                },
                cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Not to be learned now. The others of its portion go on; this one comes again.
            return false;
        }
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
            catch (Exception e) when (attempt < 4 && (e is DbUpdateConcurrencyException || DatabaseErrors.IsUniqueViolation(e)))
            {
                // Nothing was written; read again.
            }
        }
    }

    private async Task<RouteReportOutcome> RouteAsync(ReportSubmitted message, CancellationToken cancellationToken)
    {
        var planned = await planner.PlanAsync([message], cancellationToken);
        if (planned[0] is PlannedReport.Refused refused)
        {
            ExceptionDispatchInfo.Throw(refused.Reason);
        }

        return (await routes.WriteAsync(planned, cancellationToken))[message.ReportId];
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

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;

namespace ReportingService.Triage.RaiseAlarms;

/// <summary>
/// A report that nobody has taken within its clock alarms its desk, again and again. From the second alarm on, the desk above it is
/// told as well: a notice, never a key. Nobody outside the domain ever learns of it.
/// </summary>
public sealed class RaiseAlarmsHandler(
    IDbContextFactory<ReportingDb> databases, IDatabaseWriter writer, Outbox outbox, RoutingData routing, TimeProvider clock,
    IOptions<TriageOptions> options, ILogger<RaiseAlarmsHandler> logger) : BackgroundService
{
    private const int AtOnce = 200;

    /// <summary>Raises the alarms that are due; the answer is how many.</summary>
    public async Task<int> HandleAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var raised = 0;
        foreach (var urgency in Enum.GetValues<Urgency>().OrderDescending())
        {
            if (Clocks.Wait(urgency) is { } wait)
            {
                foreach (var id in await DueAsync(urgency, now - wait, now - Clocks.Again(urgency), cancellationToken))
                {
                    raised += await TryRaiseAsync(id, now, cancellationToken) ? 1 : 0;
                }
            }
        }

        return raised;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.AlarmSeconds), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await HandleAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                TriageLog.WorkFailed(logger, nameof(RaiseAlarms), e.GetType().Name);
            }
        }
    }

    private async Task<List<Guid>> DueAsync(Urgency urgency, DateTimeOffset arrivedBefore, DateTimeOffset alarmedBefore, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await UntakenReports.Among(db.Cases.AsNoTracking())
            .Where(c => c.Urgency == urgency && c.CreatedAt <= arrivedBefore && (c.AlarmedAt == null || c.AlarmedAt <= alarmedBefore))
            .OrderBy(c => c.CreatedAt).Take(AtOnce).Select(c => c.Id).ToListAsync(cancellationToken);
    }

    /// <summary>False when somebody took the report meanwhile, or another worker has raised this alarm.</summary>
    private async Task<bool> TryRaiseAsync(Guid id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            return await writer.WriteAsync((db, ct) => RaiseAsync(db, id, now, ct), cancellationToken);
        }
        catch (Exception e) when (e is DbUpdateConcurrencyException || DatabaseErrors.IsUniqueViolation(e))
        {
            return false;
        }
    }

    private async Task<bool> RaiseAsync(ReportingDb db, Guid id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var report = await UntakenReports.Among(db.Cases).SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        if (report is null || report.AlarmedAt > now - Clocks.Again(report.Urgency))
        {
            return false;
        }

        var first = report.AlarmedAt is null;
        report.AlarmedAt = CoarseTime.Minute(now);
        outbox.Add(db, OutboxKind.CaseChanged, report.Id, report.Urgency, report.HolderDesk!);
        if (!first && DeskAbove(report) is { } above)
        {
            await TellAsync(db, report, above, now, cancellationToken);
        }

        return true;
    }

    /// <summary>What routing allowed, if it is still another desk of the domain that holds the report.</summary>
    private string? DeskAbove(Case report)
        => report.EscalateTo is { } above && above != report.HolderDesk
            && routing.Desks.Find(above) is { External: false } desk && desk.Domain == report.Domain ? above : null;

    private async Task TellAsync(ReportingDb db, Case report, string desk, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!await db.Notices.AnyAsync(n => n.CaseId == report.Id && n.Desk == desk, cancellationToken))
        {
            db.Notices.Add(new Notice
            {
                CaseId = report.Id,
                Desk = desk,
                Urgency = report.Urgency,
                CreatedAt = CoarseTime.Minute(now),
                Category = report.Category,
                Municipality = report.Municipality,
            });
        }

        outbox.Add(db, OutboxKind.CaseChanged, report.Id, report.Urgency, desk);
    }
}

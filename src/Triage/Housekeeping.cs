using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ReportingService.Data;
using ReportingService.Triage.ExpireReports;
using ReportingService.Triage.SweepOrphans;

namespace ReportingService.Triage;

/// <summary>Runs what must happen now and then: coarser times, expiry, orphaned blobs, traces of finished messages.</summary>
internal sealed class Housekeeping(
    ExpireReportsHandler expire, WithdrawnTimes withdrawn, BlobOrphans orphans, OutboxClaims outbox, TimeProvider clock, IOptions<TriageOptions> options, ILogger<Housekeeping> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(options.Value.HousekeepingMinutes), clock);
        do
        {
            await TryAsync("withdrawn", withdrawn.HandleAsync, stoppingToken);
            await TryAsync("expire", expire.HandleAsync, stoppingToken);
            await TryAsync("orphans", orphans.SweepAsync, stoppingToken);
            await TryAsync("outbox", outbox.ForgetFinishedAsync, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task TryAsync(string work, Func<CancellationToken, Task<int>> run, CancellationToken stopping)
    {
        try
        {
            await run(stopping);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            TriageLog.WorkFailed(logger, work, e.GetType().Name);
        }
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;

namespace ReportingService.Triage.RaiseAlarms;

/// <summary>
/// Reports that nobody can open alarm no desk, for none has them. The operator is told instead, in the log: at once when there are
/// more of them, and again every quarter of an hour.
/// </summary>
public sealed class WaitingAlarm(IDbContextFactory<ReportingDb> databases, TimeProvider clock, IOptions<TriageOptions> options, ILogger<WaitingAlarm> logger) : BackgroundService
{
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(15);
    private readonly Dictionary<string, (int Count, DateTimeOffset At)> told = new(StringComparer.Ordinal);

    /// <summary>Logs what is due; the answer is how many desks were named.</summary>
    public async Task<int> HandleAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var named = 0;
        foreach (var row in await WaitingReports.ReadAsync(db, now, cancellationToken))
        {
            var last = told.GetValueOrDefault(row.Desk);
            if (row.Count <= last.Count && now - last.At < Again)
            {
                continue;
            }

            told[row.Desk] = (row.Count, now);
            TriageLog.WaitForKey(logger, row.Count, row.Desk, Codes.Of(row.Domain));
            named++;
        }

        return named;
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
                TriageLog.WorkFailed(logger, nameof(WaitingAlarm), e.GetType().Name);
            }
        }
    }
}

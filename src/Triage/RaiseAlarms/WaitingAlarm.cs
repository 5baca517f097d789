using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;

namespace ReportingService.Triage.RaiseAlarms;

/// <summary>
/// Reports that nobody can open alarm no desk: none has their key, or everybody who has it stepped aside. The operator is told instead,
/// in the log: at once when there are more of them, and again every quarter of an hour.
/// </summary>
public sealed class WaitingAlarm(IDbContextFactory<ReportingDb> databases, TimeProvider clock, IOptions<TriageOptions> options, ILogger<WaitingAlarm> logger) : BackgroundService
{
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(15);
    private readonly Dictionary<(string Desk, bool Recused), (int Count, DateTimeOffset At)> told = [];

    /// <summary>Logs what is due; the answer is how many desks were named.</summary>
    public async Task<int> HandleAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var named = 0;
        foreach (var row in (await WaitingReports.ReadAsync(db, now, cancellationToken)).Where(row => IsDue(row.Desk, false, row.Count, now)))
        {
            TriageLog.WaitForKey(logger, row.Count, row.Desk, Codes.Of(row.Domain));
            named++;
        }

        foreach (var row in (await RecusedReports.ReadAsync(db, now, cancellationToken)).Where(row => IsDue(row.Desk, true, row.Count, now)))
        {
            TriageLog.WaitForReader(logger, row.Count, row.Desk, Codes.Of(row.Domain));
            named++;
        }

        return named;
    }

    private bool IsDue(string desk, bool recused, int count, DateTimeOffset now)
    {
        var last = told.GetValueOrDefault((desk, recused));
        if (count <= last.Count && now - last.At < Again)
        {
            return false;
        }

        told[(desk, recused)] = (count, now);
        return true;
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

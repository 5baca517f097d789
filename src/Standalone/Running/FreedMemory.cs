using ReportingService.Data;

namespace ReportingService.Standalone.Running;

/// <summary>
/// Gives freed memory back while the product runs. The first rounds of housekeeping, a sign-in and a preview need megabytes for moments; on a
/// small machine other programs can use them in between.
/// </summary>
internal sealed class FreedMemory(TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            ProcessMemory.GiveBack();
        }
    }
}

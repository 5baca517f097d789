namespace ReportingService.StaffConsole.SignIn;

/// <summary>Lets no key outlive its session in memory.</summary>
public sealed class SessionSweeper(ConsoleSessions sessions, TimeProvider time) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            sessions.Sweep();
        }
    }
}

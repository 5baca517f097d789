namespace ReportingService.StaffConsole.AcceptInvite;

/// <summary>Runs <see cref="FirstStart"/> when the console starts.</summary>
public sealed class FirstStartService(FirstStart first) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => first.WriteLinkAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

using MassTransit;
using ReportingService.Core.Messages;

namespace ReportingService.Data;

/// <summary>Passes a change on to the screens of this process.</summary>
public sealed class CaseChangedConsumer(CaseChanges changes) : IConsumer<CaseChanged>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<CaseChanged> context)
    {
        changes.Publish(context.Message);
        return Task.CompletedTask;
    }
}

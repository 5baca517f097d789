using MassTransit;
using ReportingService.Core.Messages;

namespace ReportingService.Triage.SetAsideReport;

/// <summary>Hands a delivery to the handler, which never throws: a message that can't have its effect stays in the outbox and comes again.</summary>
public sealed class SetAsideReportConsumer(SetAsideReportHandler handler) : IConsumer<HolderExcluded>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<HolderExcluded> context) => handler.HandleAsync(context.Message, context.CancellationToken);
}

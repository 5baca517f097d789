using MassTransit;
using ReportingService.Core.Messages;

namespace ReportingService.Triage.RouteReport;

/// <summary>Hands a delivery to the handler, which never throws: a message that can't have its effect stays in the outbox and comes again.</summary>
public sealed class RouteReportConsumer(RouteTogether together) : IConsumer<ReportSubmitted>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<ReportSubmitted> context) => together.RouteAsync(context.Message, context.CancellationToken);
}

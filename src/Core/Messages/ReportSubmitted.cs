using ReportingService.Core.Vocabulary;

namespace ReportingService.Core.Messages;

/// <summary>A report is durably stored and waits to be routed. <paramref name="OutboxId"/> is the outbox row the consumer finishes.</summary>
public sealed record ReportSubmitted(Guid OutboxId, Guid ReportId, Urgency Urgency);

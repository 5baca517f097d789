using Microsoft.Extensions.Options;
using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Data;

/// <summary>Adds messages to the caller's transaction; the publisher learns of them when it has committed.</summary>
public sealed class Outbox(TimeProvider clock, IOptions<MessagesOptions> options)
{
    /// <summary>Adds a message. <paramref name="due"/> delays it; null sends it as soon as the transaction commits.</summary>
    public Guid Add(ReportingDb db, OutboxKind kind, Guid caseId, Urgency urgency, string desk = "", DateTimeOffset? due = null)
    {
        var now = clock.GetUtcNow();
        var later = due is { } time && time > now;
        var message = new OutboxMessage
        {
            Id = ReportId.New().Value,
            Kind = kind,
            CaseId = caseId,
            Urgency = urgency,
            Desk = desk,
            CreatedAt = CoarseTime.Second(now),

            // So long the committing process has to publish it itself before a sweeper anywhere takes it.
            DueAt = later ? due!.Value : now + options.Value.Gap(0),
        };
        db.Outbox.Add(message);
        if (!later)
        {
            db.NoteOutboxAdded(message);
        }

        return message.Id;
    }
}

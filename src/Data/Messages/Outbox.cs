using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Data;

/// <summary>Adds messages to the caller's transaction; the publisher learns of them when it has committed.</summary>
public sealed class Outbox(TimeProvider clock)
{
    /// <summary>How long the committing process has to publish a row itself before a sweeper anywhere takes it.</summary>
    internal static readonly TimeSpan FirstLease = TimeSpan.FromSeconds(10);

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
            DueAt = later ? due!.Value : now + FirstLease,
        };
        db.Outbox.Add(message);
        if (!later)
        {
            db.NoteOutboxAdded(message);
        }

        return message.Id;
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ReportingService.Data;

/// <summary>Makes effects happen once, though messages come at least once.</summary>
public sealed class Inbox(TimeProvider clock, IOptions<MessagesOptions> options)
{
    /// <summary>Whether the consumer has had its effect for this message.</summary>
    public async Task<bool> HasSeenAsync(ReportingDb db, Guid messageId, string consumer, CancellationToken cancellationToken)
        => options.Value.Inbox && await db.Inbox.AnyAsync(m => m.MessageId == messageId && m.Consumer == consumer, cancellationToken);

    /// <inheritdoc cref="FinishAsync(ReportingDb, IReadOnlyList{Guid}, string, CancellationToken)"/>
    public Task FinishAsync(ReportingDb db, Guid messageId, string consumer, CancellationToken cancellationToken)
        => FinishAsync(db, [messageId], consumer, cancellationToken);

    /// <summary>
    /// Call in the transaction of the effect: writes the inbox rows (a double fails on its unique key, and the effect with it)
    /// and finishes the outbox rows.
    /// </summary>
    public async Task FinishAsync(ReportingDb db, IReadOnlyList<Guid> messageIds, string consumer, CancellationToken cancellationToken)
    {
        if (options.Value.Inbox)
        {
            var minute = CoarseTime.Minute(clock.GetUtcNow());
            db.Inbox.AddRange(messageIds.Select(id => new InboxMessage { MessageId = id, Consumer = consumer, At = minute }));
        }

        await MarkFinishedAsync(db, messageIds, cancellationToken);
    }

    /// <summary>For messages whose effect other copies already had.</summary>
    public async Task MarkFinishedAsync(ReportingDb db, IReadOnlyList<Guid> messageIds, CancellationToken cancellationToken)
    {
        // Threat: a finished row stays for an hour and goes into backups; beside the report's id it must tell no more than the report does.
        var minute = CoarseTime.Minute(clock.GetUtcNow());
        await db.Outbox.Where(m => messageIds.Contains(m.Id) && m.FinishedAt == null)
            .ExecuteUpdateAsync(
                m => m.SetProperty(x => x.FinishedAt, minute).SetProperty(x => x.CreatedAt, minute).SetProperty(x => x.DueAt, minute), cancellationToken);
    }

    /// <summary>Finishes a message whose effect another copy already had. False: none had it, something else clashed.</summary>
    public async Task<bool> FinishIfHadAsync(ReportingDb db, Guid messageId, string consumer, CancellationToken cancellationToken)
    {
        if (!await db.Inbox.AnyAsync(row => row.MessageId == messageId && row.Consumer == consumer, cancellationToken))
        {
            return false;
        }

        await MarkFinishedAsync(db, [messageId], cancellationToken);
        return true;
    }

    /// <summary>For a message that could not have its effect: it comes again after a growing gap, and says why in a code.</summary>
    public async Task MarkFailedAsync(ReportingDb db, Guid messageId, string errorCode, CancellationToken cancellationToken)
    {
        var row = await db.Outbox.SingleOrDefaultAsync(m => m.Id == messageId && m.FinishedAt == null, cancellationToken);
        if (row is not null)
        {
            row.LastErrorCode = errorCode;
            row.DueAt = clock.GetUtcNow() + options.Value.GapAfter(row);
        }
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ReportingService.Data;

/// <summary>Takes due rows for one publisher. Taking a row moves its due time on, which is lease and growing gap in one.</summary>
public sealed class OutboxClaims(IDatabaseWriter writer, TimeProvider clock, IOptions<MessagesOptions> options, ILogger<OutboxClaims> logger)
{
    private static readonly TimeSpan DeadGap = TimeSpan.FromHours(1);

    /// <summary>Up to <paramref name="count"/> unfinished rows that are due; nobody else gets them before their next due time.</summary>
    public Task<IReadOnlyList<OutboxMessage>> ClaimAsync(int count, CancellationToken cancellationToken)
        => writer.WriteAsync<IReadOnlyList<OutboxMessage>>(
            async (db, ct) =>
            {
                var now = clock.GetUtcNow();
                var rows = await Due(db, now, count).ToListAsync(ct);
                var dead = 0;
                foreach (var row in rows)
                {
                    if (row.Attempts >= options.Value.DeadAfterAttempts && row.DeadAt is null)
                    {
                        row.DeadAt = now;
                        row.LastErrorCode ??= "no_effect";
                        dead++;
                    }

                    row.DueAt = now + (row.DeadAt is null ? options.Value.Gap(row.Attempts) : DeadGap);
                }

                if (dead > 0)
                {
                    DataLog.DeadLetters(logger, dead);
                }

                return rows;
            },
            cancellationToken);

    /// <summary>Drops traces of finished messages: outbox rows after an hour, inbox rows after a week.</summary>
    public Task<int> ForgetFinishedAsync(CancellationToken cancellationToken)
        => writer.WriteAsync(
            async (db, ct) =>
            {
                var now = clock.GetUtcNow();
                var outbox = now - TimeSpan.FromHours(1);
                var inbox = now - TimeSpan.FromDays(7);
                return await db.Outbox.Where(m => m.FinishedAt != null && m.FinishedAt < outbox).ExecuteDeleteAsync(ct)
                    + await db.Inbox.Where(m => m.At < inbox).ExecuteDeleteAsync(ct);
            },
            cancellationToken);

    /// <summary>
    /// Locks what it reads and steps over what others locked. A plain select on every engine, the update follows by id.
    /// SQLite has one writer and needs no hint.
    /// </summary>
    internal static IQueryable<OutboxMessage> Due(ReportingDb db, DateTimeOffset now, int count)
    {
        if (db.Database.IsNpgsql())
        {
            return db.Outbox.FromSql(
                $"""SELECT * FROM "Outbox" WHERE "FinishedAt" IS NULL AND "DueAt" <= {now} ORDER BY "Urgency" DESC, "DueAt" LIMIT {count} FOR UPDATE SKIP LOCKED""");
        }

        if (db.Database.IsSqlServer())
        {
            return db.Outbox.FromSql(
                $"SELECT TOP ({count}) * FROM [Outbox] WITH (UPDLOCK, READPAST, ROWLOCK) WHERE [FinishedAt] IS NULL AND [DueAt] <= {now} ORDER BY [Urgency] DESC, [DueAt]");
        }

        return db.Outbox.Where(m => m.FinishedAt == null && m.DueAt <= now).OrderByDescending(m => m.Urgency).ThenBy(m => m.DueAt).Take(count);
    }
}

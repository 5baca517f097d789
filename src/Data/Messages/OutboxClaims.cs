using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ReportingService.Data;

/// <summary>Takes due rows for one publisher. Taking a row moves its due time on, which is lease and growing gap in one.</summary>
public sealed class OutboxClaims(
    IDbContextFactory<ReportingDb> databases, IDatabaseWriter writer, TimeProvider clock, IOptions<MessagesOptions> options, ILogger<OutboxClaims> logger)
{
    /// <summary>Up to <paramref name="count"/> unfinished rows that are due; nobody else gets them before their next due time.</summary>
    public Task<IReadOnlyList<OutboxMessage>> ClaimAsync(int count, CancellationToken cancellationToken)
        => writer.WriteAsync<IReadOnlyList<OutboxMessage>>(
            async (db, ct) =>
            {
                var now = clock.GetUtcNow();
                var rows = await Due(db, now, count).AsNoTracking().ToListAsync(ct);
                await BuryAsync(db, rows.FindAll(row => row.Attempts >= options.Value.DeadAfterAttempts && row.DeadAt is null), now, ct);
                foreach (var lease in rows.GroupBy(row => now + options.Value.GapAfter(row)))
                {
                    var ids = lease.Select(row => row.Id).ToList();
                    await db.Outbox.Where(m => ids.Contains(m.Id)).ExecuteUpdateAsync(m => m.SetProperty(x => x.DueAt, lease.Key), ct);
                }

                return rows;
            },
            cancellationToken);

    /// <summary>
    /// Whether more messages than this were sent and their effect is still awaited. One that failed, or had none in its time, is not
    /// waited for.
    /// </summary>
    public async Task<bool> AwaitsMoreThanAsync(int count, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Outbox.Where(m => m.FinishedAt == null && m.DueAt > now && m.LastErrorCode == null)
            .OrderBy(m => m.DueAt).Take(count + 1).CountAsync(cancellationToken) > count;
    }

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

    private async Task BuryAsync(ReportingDb db, List<OutboxMessage> dead, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (dead.Count == 0)
        {
            return;
        }

        dead.ForEach(row => row.DeadAt = now);
        var ids = dead.ConvertAll(row => row.Id);
        await db.Outbox.Where(m => ids.Contains(m.Id)).ExecuteUpdateAsync(
            m => m.SetProperty(x => x.DeadAt, now).SetProperty(x => x.LastErrorCode, x => x.LastErrorCode ?? "no_effect"), cancellationToken);
        DataLog.DeadLetters(logger, dead.Count);
    }

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

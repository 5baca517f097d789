using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace ReportingService.Data;

/// <summary>The database as a whole: brought up to date when a host starts.</summary>
public sealed class ReportingDatabase(IReportingDbSource source, TimeProvider clock)
{
    private const int Tries = 6;

    /// <summary>Applies what is missing. Safe to call from several processes at once and after a kill in the middle.</summary>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await MigrateOnceAsync(cancellationToken);
                return;
            }
            catch (DbException) when (attempt < Tries)
            {
                // Another process makes the same database in this moment, or the server is still starting.
                await Task.Delay(TimeSpan.FromSeconds(attempt), clock, cancellationToken);
            }
        }
    }

    /// <summary>Whether the server answers and has every table this version of the code knows.</summary>
    public async Task<bool> IsCurrentAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var db = source.ForReading();
            return (await PendingAsync(db, cancellationToken)).Count == 0;
        }
        catch (Exception e) when (e is DbException or InvalidOperationException or TimeoutException)
        {
            return false;
        }
    }

    /// <summary>
    /// Waits until the database is there and up to date. Hosts whose login may not change tables call this at start: they listen
    /// when they can work, in whatever order the processes of an installation come up.
    /// </summary>
    public async Task WaitUntilCurrentAsync(CancellationToken cancellationToken)
    {
        while (!await IsCurrentAsync(cancellationToken))
        {
            await Task.Delay(TimeSpan.FromSeconds(1), clock, cancellationToken);
        }
    }

    private async Task MigrateOnceAsync(CancellationToken cancellationToken)
    {
        await using var db = source.ForWriting();
        if ((await PendingAsync(db, cancellationToken)).Count == 0)
        {
            return;
        }

        await FreeAbandonedLockAsync(db, cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<string>> PendingAsync(ReportingDb db, CancellationToken cancellationToken)
        => [.. await db.Database.GetPendingMigrationsAsync(cancellationToken)];

    /// <summary>
    /// EF guards migrations on SQLite by a row that outlives a killed process, and would wait for it for ever. A young row may belong to
    /// a process that is at work: it gets time to end. One that is older than any migration takes was left by a kill.
    /// </summary>
    private async Task FreeAbandonedLockAsync(ReportingDb db, CancellationToken cancellationToken)
    {
        if (!db.Database.IsSqlite())
        {
            return;
        }

        while (await CountAsync(db, "SELECT COUNT(*) AS Value FROM sqlite_master WHERE name = '__EFMigrationsLock'", cancellationToken) > 0)
        {
            await db.Database.ExecuteSqlRawAsync("DELETE FROM __EFMigrationsLock WHERE (julianday('now') - julianday(Timestamp)) * 86400 > 10", cancellationToken);
            if (await CountAsync(db, "SELECT COUNT(*) AS Value FROM __EFMigrationsLock", cancellationToken) == 0)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250), clock, cancellationToken);
        }
    }

    private static Task<int> CountAsync(ReportingDb db, string statement, CancellationToken cancellationToken)
        => db.Database.SqlQueryRaw<int>(statement).SingleAsync(cancellationToken);
}

using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ReportingService.Data.Providers.Sqlite;
using ReportingService.TestKit;

namespace ReportingService.Data.Tests;

public sealed class LogTests(PostgresServer postgres)
{
    private const string Canary = "canary-7f3a91";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Threat: at level Trace the database layer prints what it stores.</summary>
    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Log_AtTrace_HoldsNoValueThatIsStoredOrRefused(string engine)
    {
        var log = new KeepingLog();
        await using var database = await TestDatabase.CreateAsync(
            postgres, engine, services: s => s.AddLogging(l => l.AddProvider(log).AddFilter<KeepingLog>(null, LogLevel.Trace)));
        for (var i = 0; i < 2; i++)
        {
            try
            {
                await database.Writer.WriteAsync((db, _) => Task.FromResult(db.Settings.Add(new Setting { Name = Canary, Value = Canary })), Stop);
            }
            catch (DbUpdateException e)
            {
                Assert.Equal(1, i);
                Assert.DoesNotContain(Canary, e.ToString(), StringComparison.Ordinal);
            }
        }

        await using var read = database.Read();
        var asked = Canary;
        Assert.Equal(1, await read.Settings.CountAsync(s => s.Value == asked, Stop));
        Assert.NotEmpty(log.Lines);
        Assert.DoesNotContain(log.Lines, line => line.Contains(Canary, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Log_UniqueKeyTaken_SaysNothingWhileARealRefusalIsAnError(string engine)
    {
        var log = new KeepingLog();
        await using var database = await TestDatabase.CreateAsync(
            postgres, engine, services: s => s.AddLogging(l => l.AddProvider(log).AddFilter<KeepingLog>(null, LogLevel.Error)));
        // Making the database is not what is looked at: its server is asked for one that is not there yet.
        log.Lines.Clear();
        await PutAsync();
        Assert.True(DatabaseErrors.IsUniqueViolation(await Assert.ThrowsAsync<DbUpdateException>(PutAsync)));
        Assert.Empty(log.Lines);

        // The control: what is no repeated request stands in the log, by number alone.
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(
            () => database.Writer.WriteAsync((db, ct) => db.Database.ExecuteSqlAsync($"INSERT INTO \"Settings\" (\"Name\") VALUES ({Canary})", ct), Stop));
        Assert.Equal(engine == Engines.Sqlite ? "The database refused a command: SqliteException 1299" : "The database refused a command: PostgresException 23502", Assert.Single(log.Lines));

        Task PutAsync() => database.Writer.WriteAsync((db, _) => Task.FromResult(db.Settings.Add(new Setting { Name = Canary, Value = Canary })), Stop);
    }

    [Fact]
    public async Task Log_WithSensitiveLoggingOn_IsWhereTheSearchFindsTheCanary()
    {
        await using var database = await TestDatabase.CreateAsync(postgres, Engines.Sqlite);
        var log = new KeepingLog();
        using var loggers = LoggerFactory.Create(l => l.AddProvider(log).SetMinimumLevel(LogLevel.Trace));
        await using var db = new SqliteReportingDb(new DbContextOptionsBuilder<SqliteReportingDb>()
            .UseSqlite($"Data Source={database.SqliteFile}").UseLoggerFactory(loggers).EnableSensitiveDataLogging().Options);
        db.Settings.Add(new Setting { Name = Canary, Value = Canary });
        await db.SaveChangesAsync(Stop);
        Assert.Contains(log.Lines, line => line.Contains(Canary, StringComparison.Ordinal));
    }

    private sealed class KeepingLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => Lines.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
            // Lines stay readable.
        }
    }
}

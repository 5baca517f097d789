using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportingService.Data.Providers.Postgres;
using ReportingService.Data.Providers.Sqlite;
using ReportingService.Data.Providers.SqlServer;
using ReportingService.TestKit;

namespace ReportingService.Data.Tests;

public sealed class MigrationTests(PostgresServer postgres)
{
    [Fact]
    public void Model_OfEachEngine_HasNoPendingChanges()
    {
        using var sqlite = new SqliteReportingDb(new DbContextOptionsBuilder<SqliteReportingDb>().UseSqlite("Data Source=none").Options);
        using var sqlServer = new SqlServerReportingDb(new DbContextOptionsBuilder<SqlServerReportingDb>().UseSqlServer("Server=none").Options);
        using var npgsql = new PostgresReportingDb(new DbContextOptionsBuilder<PostgresReportingDb>().UseNpgsql("Host=none").Options);
        Assert.All<ReportingDb>([sqlite, sqlServer, npgsql], db =>
        {
            Assert.False(db.Database.HasPendingModelChanges(), $"{db.GetType().Name}: make its migration again.");
            Assert.Single(db.Database.GetMigrations());
        });
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Migrate_Twice_ChangesNothingTheSecondTime(string engine)
    {
        await using var database = await TestDatabase.CreateAsync(postgres, engine);
        await database.Services.GetRequiredService<ReportingDatabase>().MigrateAsync(TestContext.Current.CancellationToken);
        await using var read = database.Read();
        Assert.Empty(await read.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Migrate_ByManyProcessesAtOnceOnAnEmptyServer_MakesOneDatabase(string engine)
    {
        using var folder = new TestFolder();
        var connection = engine == Engines.Postgres
            ? await postgres.ConnectionStringAsync("t" + Guid.NewGuid().ToString("N"))
            : $"Data Source={folder["reports.db"]}";
        var settings = new Dictionary<string, string?> { ["ConnectionStrings:Reports"] = connection };
        var databases = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => TestDatabase.CreateAsync(postgres, engine, settings))));
        await using var read = databases[0].Read();
        Assert.Single(await read.Database.GetAppliedMigrationsAsync(TestContext.Current.CancellationToken));
        foreach (var database in databases)
        {
            await database.DisposeAsync();
        }
    }

    /// <summary>A kill in the middle of a migration leaves EF's lock behind; without care every later start waits for ever.</summary>
    [Fact]
    public async Task Migrate_AfterAKillThatLeftTheLock_GoesOn()
    {
        await using var database = await TestDatabase.CreateAsync(postgres, Engines.Sqlite);
        await using (var attacker = database.AttackerConnection())
        {
            using var command = attacker.CreateCommand();
            command.CommandText = """
                DELETE FROM __EFMigrationsHistory;
                INSERT INTO __EFMigrationsLock(Id, Timestamp) VALUES (1, datetime('now'));
                """;
            command.ExecuteNonQuery();
        }

        // Everything exists already, so applying fails; what matters is that it is tried instead of waiting.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(
            () => database.Services.GetRequiredService<ReportingDatabase>().MigrateAsync(limit.Token));
    }
}

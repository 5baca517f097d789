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
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ReportingService.TestKit;

namespace ReportingService.Data.Tests;

/// <summary>A fresh migrated database of one engine, reached exactly as hosts reach it.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private TestDatabase(TestFolder folder, ServiceProvider services)
    {
        Folder = folder;
        _services = services;
    }

    public TestFolder Folder { get; }

    public IServiceProvider Services => _services;

    public IDatabaseWriter Writer => _services.GetRequiredService<IDatabaseWriter>();

    public Outbox Outbox => _services.GetRequiredService<Outbox>();

    public Inbox Inbox => _services.GetRequiredService<Inbox>();

    public OutboxClaims Claims => ActivatorUtilities.CreateInstance<OutboxClaims>(_services);

    public Audit Audit => _services.GetRequiredService<Audit>();

    public string SqliteFile => Folder["reports.db"];

    public static async Task<TestDatabase> CreateAsync(
        PostgresServer postgres, string engine, Dictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null)
    {
        var folder = new TestFolder();
        var all = new Dictionary<string, string?>
        {
            ["Database:Provider"] = engine,
            ["ConnectionStrings:Reports"] = engine == Engines.Postgres
                ? await postgres.ConnectionStringAsync("t" + Guid.NewGuid().ToString("N"))
                : $"Data Source={folder["reports.db"]}",
            ["Blobs:Folder"] = folder["blobs"],
        };
        foreach (var (name, value) in settings ?? [])
        {
            all[name] = value;
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(all).Build();
        var collection = new ServiceCollection();
        services?.Invoke(collection);
        collection.AddSingleton<IConfiguration>(configuration);
        collection.AddLogging();
        collection.AddReportingData(configuration);
        var database = new TestDatabase(folder, collection.BuildServiceProvider());
        await database.Services.GetRequiredService<ReportingDatabase>().MigrateAsync(TestContext.Current.CancellationToken);
        return database;
    }

    public ReportingDb Read() => _services.GetRequiredService<IDbContextFactory<ReportingDb>>().CreateDbContext();

    /// <summary>Somebody with the file and no respect for triggers or contexts.</summary>
    public Microsoft.Data.Sqlite.SqliteConnection AttackerConnection()
    {
        var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={SqliteFile};Pooling=False");
        connection.Open();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Folder.Dispose();
    }
}

using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Logging;

namespace ReportingService.Data.Providers.Sqlite;

/// <summary>Makes SQLite contexts. Readers and the writer use different connection strings, so that the pool never mixes them.</summary>
internal sealed class SqliteSource : IReportingDbSource
{
    private readonly PooledDbContextFactory<SqliteReportingDb> _reading;
    private readonly DbContextOptions<SqliteReportingDb> _writing;
    private readonly ILoggerFactory _loggers;

    // Making a context costs as much as a query; so many are kept for the next use.
    private const int Contexts = 128;

    public SqliteSource(string connectionString, DatabaseOptions options, ILoggerFactory loggers)
    {
        _loggers = loggers;
        var given = new SqliteConnectionStringBuilder(connectionString) { ForeignKeys = true, DefaultTimeout = options.CommandTimeoutSeconds };
        if (Path.GetDirectoryName(Path.GetFullPath(given.DataSource)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        WriterConnectionString = given.ToString();
        var readers = new SqliteConnectionStringBuilder(WriterConnectionString) { Pooling = true, DefaultTimeout = options.CommandTimeoutSeconds + 1, ForeignKeys = null };
        _reading = new PooledDbContextFactory<SqliteReportingDb>(Options(readers.ToString(), reading: true), Contexts);
        _writing = Options(WriterConnectionString, reading: false);
    }

    public string WriterConnectionString { get; }

    public ReportingDb ForReading()
    {
        var db = _reading.CreateDbContext();
        db.Begin(reading: true);
        return db;
    }

    public ReportingDb ForWriting() => new SqliteReportingDb(_writing);

    /// <summary>Contexts over the writer's one connection, which the writer owns.</summary>
    public PooledDbContextFactory<SqliteReportingDb> Over(SqliteConnection connection) => new(Base().UseSqlite(connection).Options, Contexts);

    private DbContextOptions<SqliteReportingDb> Options(string connectionString, bool reading)
        => Base().UseSqlite(connectionString).AddInterceptors(new SqlitePragmas(reading)).Options;

    private DbContextOptionsBuilder<SqliteReportingDb> Base()
        => new DbContextOptionsBuilder<SqliteReportingDb>().Silence(_loggers);
}

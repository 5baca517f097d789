using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ReportingService.Data.Providers.Sqlite;

/// <summary>Makes SQLite contexts. Readers and the writer use different connection strings, so that the pool never mixes them.</summary>
internal sealed class SqliteSource : IReportingDbSource
{
    private readonly DbContextOptions<SqliteReportingDb> _reading;
    private readonly DbContextOptions<SqliteReportingDb> _writing;
    private readonly ILoggerFactory _loggers;

    public SqliteSource(string connectionString, DatabaseOptions options, ILoggerFactory loggers)
    {
        _loggers = loggers;
        var given = new SqliteConnectionStringBuilder(connectionString) { ForeignKeys = true, DefaultTimeout = options.CommandTimeoutSeconds };
        if (Path.GetDirectoryName(Path.GetFullPath(given.DataSource)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        WriterConnectionString = given.ToString();
        _reading = Options(new SqliteConnectionStringBuilder(WriterConnectionString) { Pooling = true, DefaultTimeout = options.CommandTimeoutSeconds + 1 }.ToString(), reading: true);
        _writing = Options(WriterConnectionString, reading: false);
    }

    public string WriterConnectionString { get; }

    public ReportingDb ForReading() => new SqliteReportingDb(_reading) { ForReading = true };

    public ReportingDb ForWriting() => new SqliteReportingDb(_writing);

    /// <summary>Options over the writer's one connection, which the writer owns.</summary>
    public DbContextOptions<SqliteReportingDb> Over(SqliteConnection connection) => Base().UseSqlite(connection).Options;

    private DbContextOptions<SqliteReportingDb> Options(string connectionString, bool reading)
        => Base().UseSqlite(connectionString).AddInterceptors(new SqlitePragmas(reading)).Options;

    private DbContextOptionsBuilder<SqliteReportingDb> Base()
        => new DbContextOptionsBuilder<SqliteReportingDb>().UseLoggerFactory(_loggers).Silence();
}

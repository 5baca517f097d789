using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ReportingService.Data.Providers.Postgres;

/// <summary>Makes PostgreSQL contexts.</summary>
internal sealed class PostgresSource(string connectionString, DatabaseOptions options, ILoggerFactory loggers) : IReportingDbSource
{
    private readonly DbContextOptions<PostgresReportingDb> _options = new DbContextOptionsBuilder<PostgresReportingDb>()
        .Silence(loggers)
        .UseNpgsql(connectionString, server =>
        {
            server.CommandTimeout(options.CommandTimeoutSeconds);
            if (options.MaxBatchSize is { } size)
            {
                server.MaxBatchSize(size);
            }
        })
        .Options;

    public ReportingDb ForReading() => new PostgresReportingDb(_options) { ForReading = true };

    public ReportingDb ForWriting() => new PostgresReportingDb(_options);
}

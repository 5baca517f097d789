using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ReportingService.Data.Providers.SqlServer;

/// <summary>Makes SQL Server contexts; the connection string is taken as it is given.</summary>
internal sealed class SqlServerSource(string connectionString, DatabaseOptions options, ILoggerFactory loggers) : IReportingDbSource
{
    private readonly DbContextOptions<SqlServerReportingDb> _options = new DbContextOptionsBuilder<SqlServerReportingDb>()
        .Silence(loggers)
        .UseSqlServer(connectionString, server =>
        {
            server.CommandTimeout(options.CommandTimeoutSeconds);
            if (options.MaxBatchSize is { } size)
            {
                server.MaxBatchSize(size);
            }

            if (options.CompatibilityLevel is { } level)
            {
                server.UseCompatibilityLevel(level);
            }
        })
        .Options;

    public ReportingDb ForReading() => new SqlServerReportingDb(_options) { ForReading = true };

    public ReportingDb ForWriting() => new SqlServerReportingDb(_options);
}

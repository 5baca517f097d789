using Microsoft.EntityFrameworkCore;

namespace ReportingService.Data.Providers.SqlServer;

/// <summary>SQL Server.</summary>
public sealed class SqlServerReportingDb(DbContextOptions<SqlServerReportingDb> options) : ReportingDb(options);

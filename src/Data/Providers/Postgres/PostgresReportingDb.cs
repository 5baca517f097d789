using Microsoft.EntityFrameworkCore;

namespace ReportingService.Data.Providers.Postgres;

/// <summary>PostgreSQL.</summary>
public sealed class PostgresReportingDb(DbContextOptions<PostgresReportingDb> options) : ReportingDb(options);

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using ReportingService.Data.Providers.Postgres;
using ReportingService.Data.Providers.Sqlite;
using ReportingService.Data.Providers.SqlServer;

namespace ReportingService.Data.Providers;

/// <summary>Lets <c>dotnet ef</c> make migrations; nothing connects.</summary>
internal sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqliteReportingDb>
{
    public SqliteReportingDb CreateDbContext(string[] args)
        => new(new DbContextOptionsBuilder<SqliteReportingDb>().UseSqlite("Data Source=design").Options);
}

/// <inheritdoc cref="SqliteDesignTime"/>
internal sealed class SqlServerDesignTime : IDesignTimeDbContextFactory<SqlServerReportingDb>
{
    public SqlServerReportingDb CreateDbContext(string[] args)
        => new(new DbContextOptionsBuilder<SqlServerReportingDb>().UseSqlServer("Server=design").Options);
}

/// <inheritdoc cref="SqliteDesignTime"/>
internal sealed class PostgresDesignTime : IDesignTimeDbContextFactory<PostgresReportingDb>
{
    public PostgresReportingDb CreateDbContext(string[] args)
        => new(new DbContextOptionsBuilder<PostgresReportingDb>().UseNpgsql("Host=design").Options);
}

using System.ComponentModel.DataAnnotations;

namespace ReportingService.Data;

/// <summary>Section <c>Database</c>. The connection string is <c>ConnectionStrings:Reports</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary><c>sqlite</c>, <c>sqlserver</c> or <c>postgres</c>.</summary>
    [RegularExpression("sqlite|sqlserver|postgres")]
    public string Provider { get; set; } = "sqlite";

    /// <summary>Most statements in one round trip (SQL Server, PostgreSQL); null leaves the provider's own choice.</summary>
    [Range(1, 1000)]
    public int? MaxBatchSize { get; set; }

    /// <summary>SQL Server's compatibility level; null leaves EF's default.</summary>
    [Range(100, 200)]
    public int? CompatibilityLevel { get; set; }

    /// <summary>Seconds a statement may take.</summary>
    [Range(1, 600)]
    public int CommandTimeoutSeconds { get; set; } = 30;

    /// <summary>Most units of work that share one commit (SQLite).</summary>
    [Range(1, 1024)]
    public int UnitsPerCommit { get; set; } = 64;

    /// <summary>Most units of work that may wait for the writer (SQLite); callers beyond wait for room.</summary>
    [Range(1, 100_000)]
    public int WaitingUnits { get; set; } = 4096;
}

using Microsoft.Data.Sqlite;

namespace ReportingService.Benchmarks;

/// <summary>What a running product still has to route, read from its database.</summary>
internal sealed class Queue(string dataFolder)
{
    private readonly string connectionString = new SqliteConnectionStringBuilder
    {
        DataSource = Path.Combine(dataFolder, "reports.db"),
        Mode = SqliteOpenMode.ReadOnly,
        Pooling = false,
    }.ToString();

    /// <summary>Reports that have no routing record yet.</summary>
    public long Waiting() => Count("SELECT (SELECT COUNT(*) FROM Cases) - (SELECT COUNT(*) FROM RoutingRecords)");

    /// <summary>Reports that have one.</summary>
    public long Routed() => Count("SELECT COUNT(*) FROM RoutingRecords");

    /// <summary>Waits until nothing waits.</summary>
    public async Task UntilEmptyAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        while (Waiting() > 0)
        {
            await Task.Delay(100, limit.Token);
        }
    }

    private long Count(string sql)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}

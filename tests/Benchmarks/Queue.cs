using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ReportingService.Benchmarks;

/// <summary>What a running product still has to route, read from its database.</summary>
internal sealed class Queue(Func<DbConnection> connect)
{
    /// <summary>The embedded database of a data folder.</summary>
    public static Queue InFolder(string dataFolder)
    {
        var file = new SqliteConnectionStringBuilder { DataSource = Path.Combine(dataFolder, "reports.db"), Mode = SqliteOpenMode.ReadOnly }.ToString();
        return new Queue(() => new SqliteConnection(file));
    }

    /// <summary>A database on PostgreSQL.</summary>
    public static Queue OnPostgres(string connectionString) => new(() => new NpgsqlConnection(connectionString));

    /// <summary>Reports that have no routing record yet.</summary>
    public long Waiting() => Count("""SELECT (SELECT COUNT(*) FROM "Cases") - (SELECT COUNT(*) FROM "RoutingRecords")""");

    /// <summary>Reports that have one.</summary>
    public long Routed() => Count("SELECT COUNT(*) FROM \"RoutingRecords\"");

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
        using var connection = connect();
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}

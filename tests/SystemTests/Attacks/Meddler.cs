using Microsoft.Data.Sqlite;

namespace ReportingService.SystemTests.Attacks;

/// <summary>Somebody who can write to an instance's database, beside the running product.</summary>
internal sealed class Meddler(string dataFolder)
{
    public string Database { get; } = Path.Combine(dataFolder, "reports.db");

    /// <summary>How a GUID stands in a row.</summary>
    public static string Of(Guid id) => id.ToString("D").ToUpperInvariant();

    public async Task<int> ChangeAsync(string sql, params object?[] values)
    {
        await using var connection = await OpenAsync();
        await using var command = Command(connection, sql, values);
        return await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ReadAsync<T>(string sql, params object?[] values)
    {
        await using var connection = await OpenAsync();
        await using var command = Command(connection, sql, values);
        return (T)(await command.ExecuteScalarAsync() ?? throw new InvalidOperationException("No row: " + sql));
    }

    public async Task<List<object[]>> RowsAsync(string sql, params object?[] values)
    {
        await using var connection = await OpenAsync();
        await using var command = Command(connection, sql, values);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object[]>();
        while (await reader.ReadAsync())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Lines of the audit log with this action and detail.</summary>
    public Task<long> AuditedAsync(string action, string detail = "%")
        => ReadAsync<long>("SELECT COUNT(*) FROM AuditEntries WHERE Action = $0 AND Detail LIKE $1", action, detail);

    /// <summary>Waits for a line of the audit log.</summary>
    public async Task UntilAuditedAsync(string action, string detail = "%", long more = 0)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await AuditedAsync(action, detail) <= more)
        {
            await Task.Delay(50, limit.Token);
        }
    }

    /// <summary>Changes one row for as long as something is tried, then puts the old values back.</summary>
    public async Task WhileAsync(string table, string where, object?[] values, string column, object? planted, Func<Task> attempt)
    {
        var before = (await RowsAsync($"SELECT rowid, {column} FROM {table} WHERE {where}", values)).ConvertAll(row => (Row: row[0], Value: row[1]));
        Assert.NotEmpty(before);
        await ChangeAsync($"UPDATE {table} SET {column} = $9 WHERE {where}", [.. values, .. Enumerable.Repeat<object?>(null, 9 - values.Length), planted]);
        try
        {
            await attempt();
        }
        finally
        {
            foreach (var (row, value) in before)
            {
                await ChangeAsync($"UPDATE {table} SET {column} = $0 WHERE rowid = $1", value, row);
            }
        }
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, object?[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
        {
            if (sql.Contains($"${i}", StringComparison.Ordinal))
            {
                command.Parameters.AddWithValue($"${i}", values[i] is Guid id ? Of(id) : values[i] ?? DBNull.Value);
            }
        }

        return command;
    }

    private async Task<SqliteConnection> OpenAsync()
    {
        var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }
}

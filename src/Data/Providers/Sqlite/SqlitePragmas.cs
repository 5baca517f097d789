using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ReportingService.Data.Providers.Sqlite;

/// <summary>Settings SQLite keeps per connection, applied to each one that opens.</summary>
internal sealed class SqlitePragmas(bool reading) : DbConnectionInterceptor
{
    /// <summary>
    /// Threat: deleted keys stay readable in free pages; secure_delete overwrites them. temp_store=MEMORY keeps sorts off the disk.
    /// synchronous=FULL: what was answered with "accepted" survives a power cut.
    /// </summary>
    private const string Common = "PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=1000;";

    private const string ForReader = Common + " PRAGMA query_only=ON;";

    private const string ForWriter = "PRAGMA journal_mode=WAL; " + Common;

    // The pool opens the same engine connection again and again; its settings stay.
    private readonly ConditionalWeakTable<object, object> prepared = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Apply(connection);
        return Task.CompletedTask;
    }

    /// <summary>Prepares a connection that writes.</summary>
    public static void ApplyForWriting(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = ForWriter;
        command.ExecuteNonQuery();
    }

    private void Apply(DbConnection connection)
    {
        if (!reading)
        {
            ApplyForWriting(connection);
            return;
        }

        var engine = ((SqliteConnection)connection).Handle!;
        if (prepared.TryGetValue(engine, out _))
        {
            return;
        }

        using var command = connection.CreateCommand();
        command.CommandText = ForReader;
        command.ExecuteNonQuery();
        prepared.AddOrUpdate(engine, this);
    }
}

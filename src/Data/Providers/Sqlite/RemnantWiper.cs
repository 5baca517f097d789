using Microsoft.Data.Sqlite;

namespace ReportingService.Data.Providers.Sqlite;

/// <summary>
/// Threat: a deleted key stays in the write-ahead log after its page was overwritten in the database. A TRUNCATE checkpoint moves the
/// overwritten pages home and cuts the log to nothing. A reader in mid-query holds it up; then it is tried again until it succeeds.
/// </summary>
internal sealed class RemnantWiper(TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public bool Pending { get; private set; }

    public void Want() => Pending = true;

    public Task PauseAsync() => Task.Delay(Pause, clock);

    public void Wipe(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE);";
        using var row = command.ExecuteReader();
        Pending = !(row.Read() && row.GetInt64(0) == 0);
    }
}

using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ReportingService.StaffConsole.Tests.Running;

/// <summary>What one piece of work asks of the database: commands, rows read, and how SQLite would find them. Other work of the process is not counted.</summary>
public sealed class CommandCount : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly AsyncLocal<bool> counting = new();
    private readonly List<IDisposable> subscriptions = [];

    public CommandCount() => subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    public int Commands { get; private set; }

    public int Rows { get; private set; }

    /// <summary>Lines of the plans, such as <c>SCAN Cases</c>.</summary>
    public List<string> Plans { get; } = [];

    public static async Task<CommandCount> OfAsync(Func<Task> work)
    {
        var count = new CommandCount();
        using (count)
        {
            count.counting.Value = true;
            await work();
        }

        return count;
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory)
        {
            subscriptions.Add(value.Subscribe(this));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (!counting.Value)
        {
            return;
        }

        switch (value.Value)
        {
            case CommandExecutedEventData executed:
                Commands++;
                Plans.AddRange(PlanOf(executed.Command));
                break;
            case DataReaderDisposingEventData read:
                Rows += read.ReadCount;
                break;
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => subscriptions.ForEach(subscription => subscription.Dispose());

    private const string DbLoggerCategory = "Microsoft.EntityFrameworkCore";

    private static List<string> PlanOf(DbCommand executed)
    {
        using var connection = new SqliteConnection(executed.Connection!.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + executed.CommandText;
        foreach (SqliteParameter parameter in executed.Parameters)
        {
            command.Parameters.AddWithValue(parameter.ParameterName, parameter.Value);
        }

        using var reader = command.ExecuteReader();
        List<string> lines = [];
        while (reader.Read())
        {
            lines.Add(reader.GetString(3));
        }

        return lines;
    }
}

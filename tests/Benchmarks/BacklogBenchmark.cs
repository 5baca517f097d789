using System.Globalization;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.Benchmarks;

/// <summary>How fast a backlog is accepted and routed, by the whole product in one process and by workers apart.</summary>
internal static class BacklogBenchmark
{
    /// <summary>The embedded form: SQLite and the bus in memory.</summary>
    public static async Task AddAsync(Table table)
    {
        using var folder = new TestFolder();
        using var product = await RunningProduct.StartAsync(folder["data"]);
        product.Process.Kill();
        var backlog = new Backlog(product, Queue.InFolder(product.DataFolder), new Dictionary<string, string>
        {
            ["Database__Provider"] = "sqlite",
            ["ConnectionStrings__Reports"] = $"Data Source={Path.Combine(product.DataFolder, "reports.db")}",
            ["Blobs__Provider"] = "files",
            ["Blobs__Folder"] = Path.Combine(product.DataFolder, "blobs"),
        });
        var intake = await backlog.FillAsync();
        table.Add("intake alone: accepted", intake.PerSecond, "1/s");
        table.Add("intake alone: processor time per accepted report", intake.Milliseconds, "ms");
        await product.RestartAsync();
        var routed = await backlog.EmptyAsync([product.Process.Id]);
        table.Add("reports routed from a backlog", routed.PerSecond, "1/s");
        table.Add("processor time per routed report", routed.Milliseconds, "ms");
    }

    /// <summary>PostgreSQL, whose commits are flushed to the disk, RabbitMQ, and so many workers, all on this machine.</summary>
    public static async Task AddWorkersAsync(Table table, int workers)
    {
        using var folder = new TestFolder();
        await using var postgres = new PostgresServer { Durable = true };
        await using var broker = new RabbitMqServer();
        await broker.StartAsync();
        var reports = await postgres.ConnectionStringAsync("reports");
        var settings = new Dictionary<string, string>
        {
            ["Database__Provider"] = "postgres",
            ["ConnectionStrings__Reports"] = reports,
            ["Blobs__Provider"] = "files",
            ["Blobs__Folder"] = folder["blobs"],
        };
        using var product = await RunningProduct.StartAsync(folder["data"], environment: settings);
        product.Process.Kill();
        var backlog = new Backlog(product, Queue.OnPostgres(reports), settings);
        await backlog.FillAsync();
        var processes = Enumerable.Range(1, workers).Select(number => backlog.Start("Triage", new Uri($"http://127.0.0.1:{FreePort.Next()}"), new Dictionary<string, string>
        {
            ["Messages__Transport"] = "rabbitmq",
            ["ConnectionStrings__Messages"] = broker.Address,
            ["Triage__KeyFolder"] = Path.Combine(product.DataFolder, "keys", "router"),
            ["Trust__MemoryFile"] = folder[$"seen-keys-{number}.json"],
            ["Rules__MemoryFile"] = folder[$"rules-in-force-{number}.txt"],
        })).ToList();
        try
        {
            var routed = await backlog.EmptyAsync([.. processes.Select(worker => worker.Id)]);
            var what = string.Create(CultureInfo.InvariantCulture, $"PostgreSQL, RabbitMQ, {workers} worker{(workers == 1 ? "" : "s")}");
            table.Add(what + ": reports routed from a backlog", routed.PerSecond, "1/s");
            table.Add(what + ": processor time of the workers per routed report", routed.Milliseconds, "ms");
        }
        finally
        {
            processes.ForEach(worker => worker.Dispose());
        }
    }
}

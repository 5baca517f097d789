using System.Diagnostics;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.Benchmarks;

/// <summary>
/// The two halves of a report's way, each alone: the public process accepts some thousands while no worker runs, then the product
/// starts on that database and routes what waits. Counted in processor time too, which a busy machine does not change.
/// </summary>
internal static class BacklogBenchmark
{
    private const int Warming = 2000;
    private const int Measured = 3000;

    public static async Task AddAsync(Table table)
    {
        using var folder = new TestFolder();
        using var product = await RunningProduct.StartAsync(folder["data"]);
        product.Process.Kill();
        await AcceptAsync(table, product);
        await product.RestartAsync();
        await RouteAsync(table, product);
    }

    private static async Task AcceptAsync(Table table, RunningProduct product)
    {
        using var intake = Start(product);
        await UntilReadyAsync(product.CitizenUrl);
        await Load.RunAsync(product.CitizenUrl, 32, TimeSpan.FromMinutes(3), Warming);
        var before = Cpu.Milliseconds(intake.Id);
        var load = await Load.RunAsync(product.CitizenUrl, 32, TimeSpan.FromMinutes(3), Measured);
        table.Add("intake alone: accepted", load.Accepted.Count / load.Seconds, "1/s");
        table.Add("intake alone: processor time per accepted report", (Cpu.Milliseconds(intake.Id) - before) / load.Accepted.Count, "ms");
        intake.Kill();
    }

    private static async Task RouteAsync(Table table, RunningProduct product)
    {
        var queue = new Queue(product.DataFolder);
        var all = queue.Waiting() + queue.Routed();
        while (queue.Routed() < Warming)
        {
            await Task.Delay(20);
        }

        var (first, before, began) = (queue.Routed(), Cpu.Milliseconds(product.Process.Id), Stopwatch.GetTimestamp());
        long routed;
        while ((routed = queue.Routed()) < all)
        {
            await Task.Delay(20);
        }

        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        table.Add("reports routed from a backlog", (routed - first) / seconds, "1/s");
        table.Add("processor time per routed report", (Cpu.Milliseconds(product.Process.Id) - before) / (routed - first), "ms");
    }

    private static ChildProcess Start(RunningProduct product)
    {
        var program = RunningProduct.Program.Replace("Standalone", "Intake", StringComparison.Ordinal);
        return new ChildProcess("dotnet", ["exec", program], new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = product.CitizenUrl.ToString(),
            ["Database__Provider"] = "sqlite",
            ["ConnectionStrings__Reports"] = $"Data Source={Path.Combine(product.DataFolder, "reports.db")}",
            ["Blobs__Provider"] = "files",
            ["Blobs__Folder"] = Path.Combine(product.DataFolder, "blobs"),
            ["Messages__Transport"] = "memory",

            // Nobody listens there. Sent again and again, the backlog would not be due for minutes.
            ["Messages__Sweeper"] = "false",
            ["Trust__File"] = Path.Combine(product.DataFolder, "keys", "trust.json"),
            ["Routing__Folder"] = Path.Combine(RepositoryRoot.Path, "infra", "routing"),
        });
    }

    private static async Task UntilReadyAsync(Uri site)
    {
        using var http = new HttpClient();
        for (var attempt = 0; attempt < 600; attempt++)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(site, "/healthz"));
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(100);
        }

        throw new TimeoutException("The public process did not become ready.");
    }
}

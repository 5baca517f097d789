using System.Collections.Concurrent;
using System.Diagnostics;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.Benchmarks;

/// <summary>
/// Text reports against the whole product in a process of its own: accepted per second and waiting times at growing numbers of
/// senders, reports lost (an accepted receipt that does not open), and the way from sending to an officer's screen.
/// </summary>
internal static class IntakeBenchmark
{
    private const string Text = "Një person me makinë të zezë shet drogë para shkollës çdo mbrëmje pas orës tetë. E kam parë tri herë këtë javë.";

    public static async Task RunAsync()
    {
        var table = new Table("intake");
        using var folder = new TestFolder();
        var clock = Stopwatch.StartNew();
        using var product = await RunningProduct.StartAsync(folder["data"]);
        table.Add("first start until ready (seeding included)", clock.Elapsed.TotalSeconds, "s");
        clock.Restart();
        product.Process.Kill();
        await product.RestartAsync();
        table.Add("later start until ready", clock.Elapsed.TotalSeconds, "s");
        await Task.Delay(TimeSpan.FromSeconds(3));
        table.Add("resident memory, idle", Memory.ResidentMegabytes(product.Process.Id), "MB");

        await LoadAsync(product, 8, TimeSpan.FromSeconds(5));
        foreach (var senders in new[] { 1, 8, 32, 500 })
        {
            var load = await LoadAsync(product, senders, TimeSpan.FromSeconds(10));
            table.Add($"{senders} senders: accepted", load.Accepted.Count / load.Seconds, "1/s");
            table.Add($"{senders} senders: p50", Percentiles.Of(load.Times, 0.50), "ms");
            table.Add($"{senders} senders: p99", Percentiles.Of(load.Times, 0.99), "ms");
            table.Add($"{senders} senders: slowest answer", load.Times.Max(), "ms");
            table.Add($"{senders} senders: 503", load.Busy, "answers");
            table.Add($"{senders} senders: other answers", load.Other, "answers");
            table.Add($"{senders} senders: lost", await LostAsync(product, load.Accepted), "reports");
        }

        await ScreenBenchmark.AddAsync(table, product);
        table.Print();
    }

    private static async Task<Load> LoadAsync(RunningProduct product, int senders, TimeSpan length)
    {
        var load = new Load();
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = senders };
        using var citizen = new CitizenApi(product.CitizenUrl, handler);
        var clock = Stopwatch.StartNew();
        var work = Enumerable.Range(0, senders).Select(async _ =>
        {
            while (clock.Elapsed < length)
            {
                var began = Stopwatch.GetTimestamp();
                var (status, body) = await citizen.SendAsync(new Dictionary<string, string> { ["text"] = Text, ["municipality"] = "gjilan", ["language"] = "sq" });
                load.Times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                switch (status)
                {
                    case 201:
                        load.Accepted.Add(body.GetProperty("receipt").GetString()!);
                        break;
                    case 503:
                        Interlocked.Increment(ref load.Busy);
                        await Task.Delay(200);
                        break;
                    default:
                        Interlocked.Increment(ref load.Other);
                        break;
                }
            }
        });
        await Task.WhenAll(work);
        load.Seconds = clock.Elapsed.TotalSeconds;
        return load;
    }

    private static async Task<int> LostAsync(RunningProduct product, IReadOnlyCollection<string> accepted)
    {
        var lost = 0;
        using var citizen = new CitizenApi(product.CitizenUrl);
        await Parallel.ForEachAsync(accepted, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (receipt, _) =>
        {
            for (var attempt = 0; attempt < 50; attempt++)
            {
                var (status, _) = await citizen.OpenAsync(receipt);
                if (status == 200)
                {
                    return;
                }

                if (status != 503)
                {
                    break;
                }

                await Task.Delay(100, CancellationToken.None);
            }

            Interlocked.Increment(ref lost);
        });
        return lost;
    }

    private sealed class Load
    {
        public int Busy;
        public int Other;

        public ConcurrentBag<string> Accepted { get; } = [];

        public ConcurrentBag<double> Times { get; } = [];

        public double Seconds { get; set; }
    }
}

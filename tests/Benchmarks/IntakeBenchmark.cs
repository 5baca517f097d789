using System.Diagnostics;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.Benchmarks;

/// <summary>
/// Text reports against the whole product in a process of its own: accepted per second and waiting times at growing numbers of
/// senders, processor time per report of product and senders apart, reports lost (an accepted receipt that does not open), and the
/// way from sending to an officer's screen.
/// </summary>
internal static class IntakeBenchmark
{
    public static async Task RunAsync(IReadOnlyList<int> counts)
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

        await Load.RunAsync(product.CitizenUrl, 8, TimeSpan.FromSeconds(20), most: 2000);
        foreach (var senders in counts)
        {
            await MeasureAsync(table, product, senders);
        }

        table.Add("resident memory after the load", Memory.ResidentMegabytes(product.Process.Id), "MB");
        await ScreenBenchmark.AddAsync(table, product);
        table.Print();
    }

    private static async Task MeasureAsync(Table table, RunningProduct product, int senders)
    {
        var queue = Queue.InFolder(product.DataFolder);
        await queue.UntilEmptyAsync(TimeSpan.FromMinutes(2));
        var (before, ownBefore) = (Cpu.Milliseconds(product.Process.Id), Cpu.Milliseconds(Environment.ProcessId));
        var load = await Load.RunAsync(product.CitizenUrl, senders, TimeSpan.FromSeconds(10));
        var own = Cpu.Milliseconds(Environment.ProcessId) - ownBefore;
        await queue.UntilEmptyAsync(TimeSpan.FromMinutes(2));
        var cpu = Cpu.Milliseconds(product.Process.Id) - before;
        var accepted = Math.Max(1, load.Accepted.Count);
        table.Add($"{senders} senders: accepted", load.Accepted.Count / load.Seconds, "1/s");
        table.Add($"{senders} senders: p50", Percentiles.Of(load.Times, 0.50), "ms");
        table.Add($"{senders} senders: p99", Percentiles.Of(load.Times, 0.99), "ms");
        table.Add($"{senders} senders: slowest answer", load.Times.Max(), "ms");
        table.Add($"{senders} senders: 503", load.Busy, "answers");
        table.Add($"{senders} senders: other answers", load.Other, "answers");
        table.Add($"{senders} senders: processor time of the product per report, accepted and routed", cpu / accepted, "ms");
        table.Add($"{senders} senders: processor time of the senders per report", own / accepted, "ms");
        table.Add($"{senders} senders: lost", await load.LostAsync(product.CitizenUrl), "reports");
    }
}

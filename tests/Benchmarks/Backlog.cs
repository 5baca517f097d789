using System.Diagnostics;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.Benchmarks;

/// <summary>
/// The two halves of a report's way, each alone: the public process accepts some thousands while no worker runs, then workers start
/// on that database and route what waits. Counted in processor time too, which a busy machine does not change.
/// </summary>
/// <param name="product">Ended; its demonstration has made roots, desks and tables.</param>
/// <param name="settings">Of the database and of the blobs.</param>
internal sealed class Backlog(RunningProduct product, Queue queue, IReadOnlyDictionary<string, string> settings)
{
    // The runtime compiles what is used often anew, in the background; before that is done its work is in the figures.
    private const int Warming = 4000;
    private const int Measured = 3000;

    /// <summary>Has the public process accept reports that nobody routes; the answer is its speed and what each report cost it.</summary>
    public async Task<(double PerSecond, double Milliseconds)> FillAsync()
    {
        using var intake = Start("Intake", product.CitizenUrl, new Dictionary<string, string>
        {
            // Nobody listens there. Sent again and again, the backlog would not be due for minutes.
            ["Messages__Transport"] = "memory",
            ["Messages__Sweeper"] = "false",
        });
        await Readiness.UntilAsync(product.CitizenUrl, intake);
        await Load.RunAsync(product.CitizenUrl, 32, TimeSpan.FromMinutes(3), Warming);
        var before = Cpu.Milliseconds(intake.Id);
        var load = await Load.RunAsync(product.CitizenUrl, 32, TimeSpan.FromMinutes(3), Measured);
        var cost = (Cpu.Milliseconds(intake.Id) - before) / load.Accepted.Count;
        intake.Kill();
        return (load.Accepted.Count / load.Seconds, cost);
    }

    /// <summary>Watches these processes route it; the answer is how many a second after the first ones, and what each report cost them.</summary>
    public async Task<(double PerSecond, double Milliseconds)> EmptyAsync(IReadOnlyCollection<int> workers)
    {
        var all = queue.Waiting() + queue.Routed();
        while (queue.Routed() < all - Measured)
        {
            await Task.Delay(20);
        }

        var (first, before, began) = (queue.Routed(), workers.Sum(Cpu.Milliseconds), Stopwatch.GetTimestamp());
        long routed;
        while ((routed = queue.Routed()) < all)
        {
            await Task.Delay(20);
        }

        return ((routed - first) / Stopwatch.GetElapsedTime(began).TotalSeconds, (workers.Sum(Cpu.Milliseconds) - before) / (routed - first));
    }

    /// <summary>One of the hosts as a process of its own.</summary>
    public ChildProcess Start(string host, Uri address, IReadOnlyDictionary<string, string> more)
        => new("dotnet", ["exec", RunningProduct.Program.Replace("Standalone", host, StringComparison.Ordinal)], new Dictionary<string, string>(settings.Concat(more))
        {
            ["ASPNETCORE_URLS"] = address.ToString(),
            ["Trust__File"] = Path.Combine(product.DataFolder, "keys", "trust.json"),
            ["Routing__Folder"] = Path.Combine(RepositoryRoot.Path, "infra", "routing"),
        });
}

using System.Diagnostics;
using System.Text.Json;
using ReportingService.Labelling.RouteCases;
using ReportingService.TestKit;

namespace ReportingService.Benchmarks;

/// <summary>Labels and rules for one report after another on one core, over the evaluation texts.</summary>
internal static class RoutingBenchmark
{
    private const int Rounds = 5;

    public static async Task RunAsync()
    {
        var began = Stopwatch.GetTimestamp();
        var before = GC.GetTotalMemory(true);
        var command = RouteCommand.Load(name => File.OpenRead(Path.Combine(RepositoryRoot.Path, "infra", "routing", name)));
        var table = new Table("routing");
        table.Add("loading lexicons, gazetteer and model", Stopwatch.GetElapsedTime(began).TotalMilliseconds, "ms");
        table.Add("memory they keep", (GC.GetTotalMemory(true) - before) / 1048576.0, "MiB");
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RepositoryRoot.Path, "tests", "Labelling.Tests", "Evaluation", "development.json")));
        var cases = document.RootElement.EnumerateArray().Select(e => JsonSerializer.SerializeToElement(new { text = e.GetProperty("text").GetString() })).ToList();
        foreach (var item in cases)
        {
            command.Route(item);
        }

        var times = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var item in cases)
            {
                began = Stopwatch.GetTimestamp();
                command.Route(item);
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }

        table.Add("labels and rules per report: mean", times.Average(), "ms");
        table.Add("labels and rules per report: p99", Percentiles.Of(times, 0.99), "ms");
        var longest = JsonSerializer.SerializeToElement(new { text = string.Concat(Enumerable.Repeat(cases[0].GetProperty("text").GetString() + " ", 400))[..20_000] });
        began = Stopwatch.GetTimestamp();
        command.Route(longest);
        table.Add("a report of 20,000 characters", Stopwatch.GetElapsedTime(began).TotalMilliseconds, "ms");
        await BacklogBenchmark.AddAsync(table);
        table.Print();
    }
}

using System.Diagnostics;
using ReportingService.TestKit.Running;

namespace ReportingService.Benchmarks;

/// <summary>From the moment a citizen presses send until the event that refreshes the duty officer's list arrives there.</summary>
internal static class ScreenBenchmark
{
    public static async Task AddAsync(Table table, RunningProduct product)
    {
        using var officer = await OfficerBrowser.SignInAsync(product, product.AccountOf("PS_GJILAN"));
        using var citizen = new CitizenApi(product.CitizenUrl);
        await using var feed = await officer.ListenAsync("/queue/events");
        var times = new List<double>();
        for (var report = 0; report < 50; report++)
        {
            feed.Drain();
            var began = Stopwatch.GetTimestamp();
            await citizen.SendAsync(new Dictionary<string, string> { ["text"] = "Më kanë vjedhur biçikletën në Gjilan.", ["municipality"] = "gjilan", ["category"] = "theft", ["language"] = "sq" });
            await feed.NextAsync(TimeSpan.FromSeconds(10));
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        table.Add("send to officer's screen: p50", Percentiles.Of(times, 0.50), "ms");
        table.Add("send to officer's screen: p95", Percentiles.Of(times, 0.95), "ms");
    }
}

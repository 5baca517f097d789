using System.Text.RegularExpressions;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Faults;

/// <summary>Accepted means durable: the sealed file, its folder and the database's log are on the disk before the answer leaves. Seen in the system calls.</summary>
public sealed class DurabilityTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Accepted_IsOnDiskBeforeTheAnswerLeaves()
    {
        using var folder = new TestFolder();
        using var product = await RunningProduct.StartAsync(folder["data"]);
        var trace = folder["trace.txt"];
        using (var strace = new ChildProcess(
            "strace",
            ["-f", "-y", "-s", "32", "-e", "trace=fsync,fdatasync,sendto,sendmsg,write,writev", "-o", trace, "-p", $"{product.Process.Id}"]))
        {
            await Wait.UntilAsync(() => strace.Output.Contains("attached", StringComparison.Ordinal), "strace attached");
            using var citizen = new CitizenApi(product.CitizenUrl);
            var (status, body) = await citizen.SendAsync(
                new Dictionary<string, string> { ["text"] = "Shikoni foton.", ["municipality"] = "gjilan", ["language"] = "sq" },
                [("a.jpg", "image/jpeg", await PlantedMedia.PhotoAsync(folder))]);
            Assert.Equal(201, status);
            Assert.True(body.GetProperty("files")[0].GetProperty("accepted").GetBoolean());
            await Wait.UntilAsync(() => File.ReadAllText(trace).Contains("HTTP/1.1 201", StringComparison.Ordinal), "the answer in the trace");
            await strace.StopAsync(TimeSpan.FromSeconds(60));
        }

        var calls = await File.ReadAllLinesAsync(trace);
        foreach (var call in calls.Where(call => call.Contains("sync(", StringComparison.Ordinal) || call.Contains("HTTP/1.1 201", StringComparison.Ordinal)))
        {
            output.WriteLine(call);
        }

        var answer = Array.FindIndex(calls, call => call.Contains("HTTP/1.1 201", StringComparison.Ordinal));
        Assert.True(answer > 0, "the answer was not seen in the trace");
        var blob = First(calls, "fsync|fdatasync", "/blobs/.*(\\.partial|/[0-9a-z_-]{16,})");
        var directory = Last(calls[..answer], "fsync", "/blobs(/[0-9a-z]{2})*>");
        var log = Last(calls[..answer], "fsync|fdatasync", "reports\\.db-wal");
        Assert.InRange(blob, 0, answer);
        Assert.InRange(directory, blob, answer);
        Assert.InRange(log, directory, answer);
    }

    private static int First(string[] calls, string names, string file)
        => Array.FindIndex(calls, call => Regex.IsMatch(call, $"({names})\\(.*{file}"));

    private static int Last(string[] calls, string names, string file)
        => Array.FindLastIndex(calls, call => Regex.IsMatch(call, $"({names})\\(.*{file}"));
}

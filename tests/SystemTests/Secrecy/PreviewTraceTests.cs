using System.Text.RegularExpressions;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Secrecy;

/// <summary>While an officer looks at small copies of files, nothing in clear is written but to the sandbox's own memory. Seen in the system calls.</summary>
public sealed class PreviewTraceTests
{
    [Fact]
    public async Task Previews_WriteOnlyToTheSandboxesMemory()
    {
        using var folder = new TestFolder();
        using var product = await RunningProduct.StartAsync(folder["data"]);
        using var citizen = new CitizenApi(product.CitizenUrl);
        var (status, sent) = await citizen.SendAsync(
            new Dictionary<string, string> { ["text"] = "Shikoni foton dhe filmin.", ["municipality"] = "gjilan", ["category"] = "theft", ["language"] = "sq" },
            [("a.jpg", "image/jpeg", await PlantedMedia.PhotoAsync(folder)), ("b.mp4", "video/mp4", await PlantedMedia.VideoAsync(folder, indexFirst: false))]);
        Assert.Equal(201, status);
        await citizen.UntilAsync(sent.GetProperty("receipt").GetString()!, body => body.GetProperty("state").GetString() == "routed", TimeSpan.FromSeconds(60));
        using var officer = await OfficerBrowser.SignInAsync(product, product.AccountOf("PS_GJILAN"));
        await officer.GoAsync("/queue");
        await officer.GoAsync(officer.Page.QuerySelector("a[href^='/reports/']")!.GetAttribute("href")!);
        var previews = officer.Page.QuerySelectorAll("[src$='/preview'], [poster], [src$='/clip']")
            .SelectMany(found => new[] { found.GetAttribute("src"), found.GetAttribute("poster") }).OfType<string>().Distinct().ToList();
        Assert.Equal(3, previews.Count);

        var trace = folder["trace.txt"];
        using (var strace = new ChildProcess(
            "strace", ["-f", "-y", "-s", "0", "-e", "trace=open,openat,openat2,creat,memfd_create", "-o", trace, "-p", $"{product.Process.Id}"]))
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (!strace.Output.Contains("attached", StringComparison.Ordinal))
            {
                await Task.Delay(50, limit.Token);
            }

            foreach (var preview in previews)
            {
                var bytes = await officer.DownloadAsync(preview);
                Assert.Equal(System.Net.HttpStatusCode.OK, officer.Status);
                Assert.Empty(new CanarySearch(PlantedMedia.Words).In(bytes));
            }

            await strace.StopAsync(TimeSpan.FromSeconds(60));
        }

        var written = File.ReadLines(trace).Where(call => call.Contains("O_WRONLY", StringComparison.Ordinal) || call.Contains("O_RDWR", StringComparison.Ordinal)
            || call.Contains("O_CREAT", StringComparison.Ordinal) || call.Contains("creat(", StringComparison.Ordinal) || call.Contains("memfd", StringComparison.Ordinal)).ToList();

        // The control: the trace sees the decoder's copy, which lies in the sandbox's own memory and is gone with it.
        Assert.Contains(written, call => Regex.IsMatch(call, "</media>, \"in\""));
        Assert.Contains(written, call => Regex.IsMatch(call, "\"(file:)?out.jpg\""));
        Assert.DoesNotContain(written, call => !IsHarmless(call));
        Assert.False(Directory.Exists("/media/in"));
    }

    /// <summary>The sandbox's memory; devices and the kernel's own files; the walls' mount points; the database, where everything is sealed.</summary>
    private static bool IsHarmless(string call)
        => Regex.IsMatch(call, "AT_FDCWD</media>, \"(file:)?(in|out\\.(jpg|mp4|png))\"")
        || Regex.IsMatch(call, "\"/?(dev|proc|sys)/") || Regex.IsMatch(call, "</proc[^>]*>") || Regex.IsMatch(call, "\"/?(newroot|oldroot|bindfile)")
        || Regex.IsMatch(call, "\"[^\"]*/data/reports\\.db(-wal|-shm)?\"") || call.Contains("O_PATH", StringComparison.Ordinal) || call.Contains("O_DIRECTORY", StringComparison.Ordinal);
}

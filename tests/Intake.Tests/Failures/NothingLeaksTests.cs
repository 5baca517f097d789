using System.Collections.Concurrent;
using System.Net;
using System.Text;
using ReportingService.Intake.Tests.Site;
using ReportingService.TestKit;

namespace ReportingService.Intake.Tests.Failures;

/// <summary>Planted words are looked for in everything the process logs at level Trace and keeps on disk.</summary>
public sealed class NothingLeaksTests
{
    private const string Words = "Kanarinafjala e fshehtë";
    private const string Place = "Kanarinavendi";
    private const string FileName = "Kanarinaskedari.jpg";
    private const string Agent = "Kanarinaagjenti/1.0";
    private const string Forwarded = "203.0.113.77";

    [Fact]
    public async Task Submit_AtTrace_LeavesNoPlantedWordInLogsOrOnDisk()
    {
        await using var site = await IntakeSite.StartAsync();
        using var http = site.NewClient();
        http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", Agent);
        http.DefaultRequestHeaders.TryAddWithoutValidation("X-Forwarded-For", Forwarded);
        var (status, body) = await http.SendAsync("/api/v1/reports", ApiCalls.Report(Words, ("place", Place)).WithFile(Encoding.UTF8.GetBytes(Words), FileName));
        Assert.Equal(HttpStatusCode.Created, status);
        var receipt = body.GetProperty("receipt").GetString()!;
        await http.SendJsonAsync("/api/v1/receipts/messages", new { receipt, text = Words });
        await http.SendJsonAsync("/api/v1/receipts/open", new { receipt });
        await http.SendJsonAsync("/api/v1/receipts/withdraw", new { receipt });
        await http.SendAsync("/api/v1/reports", ApiCalls.Report(Words, ("unknown", Words)));
        var browser = new PlainBrowser(http);
        await browser.OpenAsync("/sq/answer");
        await browser.Fill("#receipt", receipt).ClickAsync("main .main-button");

        // Positive control: the log does capture this process, and the search does find a word that is there.
        Assert.NotEmpty(site.Logs.Lines);
        Assert.True(Found(Encoding.UTF8.GetBytes("xx" + Words), Words));

        string[] planted = [Words, Place, FileName, Agent, Forwarded, receipt, receipt.Replace("-", string.Empty, StringComparison.Ordinal)];
        foreach (var word in planted)
        {
            Assert.DoesNotContain(site.Logs.Lines, line => line.Contains(word, StringComparison.OrdinalIgnoreCase));
            foreach (var file in site.FilesOnDisk())
            {
                Assert.False(Found(await ReadSharedAsync(file), word), $"{word} in {file}");
            }
        }
    }

    [Fact]
    public async Task Upload_Large_NeverTouchesTheTempFolder()
    {
        var temp = Directory.CreateTempSubdirectory("canary-temp-").FullName;
        Environment.SetEnvironmentVariable("ASPNETCORE_TEMP", temp);
        try
        {
            using var watch = new FileSystemWatcher(temp) { EnableRaisingEvents = true };
            var created = new ConcurrentQueue<string?>();
            watch.Created += (_, file) => created.Enqueue(file.Name);
            await using var site = await IntakeSite.StartAsync();
            var (status, _) = await site.Http.SendAsync("/api/v1/reports", ApiCalls.Report("Me skedar të madh").WithFile(new byte[5_000_000]));
            Assert.Equal(HttpStatusCode.Created, status);

            // Whatever was made there before is told before this one.
            await File.WriteAllTextAsync(Path.Combine(temp, "planted"), "");
            await Wait.UntilAsync(() => created.Contains("planted"), "the watcher tells of a file");
            Assert.Equal(["planted"], created);

            // Positive control: the framework's own reader does spool such a body there.
            await new DefaultFormSite().UploadAsync(new byte[5_000_000]);
            await Wait.UntilAsync(() => created.Count > 1, "the framework's file");
        }
        finally
        {
            Environment.SetEnvironmentVariable("ASPNETCORE_TEMP", null);
            Directory.Delete(temp, recursive: true);
        }
    }

    private static bool Found(byte[] bytes, string word)
        => new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode }.Any(encoding => bytes.AsSpan().IndexOf(encoding.GetBytes(word)) >= 0)
            || bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(word))[..^4])) >= 0
            || bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(word)))) >= 0;

    private static async Task<byte[]> ReadSharedAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }
}

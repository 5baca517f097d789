using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;
using ReportingService.Triage.RouteReport;

namespace ReportingService.SystemTests.Distributed;

/// <summary>The same code as separate processes on servers: what one process promises holds between four.</summary>
public sealed class DistributedTests(DistributedSite site) : IClassFixture<DistributedSite>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Report_WithPhotoAndVideo_TravelsThroughAllProcessesAndIsAnswered()
    {
        using var folder = new TestFolder();
        using var citizen = new CitizenApi(site.CitizenUrl);
        await using var screen = await site.Officer.ListenAsync("/queue/events");
        await screen.NextAsync(TimeSpan.FromSeconds(60));
        var (status, sent) = await citizen.SendAsync(
            Fields("Më kanë vjedhur biçikletën e gjelbër te parku."),
            [("IMG_1.jpg", "image/jpeg", await PlantedMedia.PhotoAsync(folder)), ("VID_1.mp4", "video/mp4", await PlantedMedia.VideoAsync(folder, indexFirst: false))]);
        Assert.True(status == 201, $"{status} {sent}\n{site.Output}");
        Assert.All(sent.GetProperty("files").EnumerateArray(), file => Assert.True(file.GetProperty("accepted").GetBoolean()));

        // The screen in the console's process learns of it by the broker, within seconds.
        await screen.NextAsync(TimeSpan.FromSeconds(60));
        var receipt = sent.GetProperty("receipt").GetString()!;
        await citizen.UntilAsync(receipt, body => body.GetProperty("state").GetString() == "routed", Patience);

        var link = await FindAsync("biçikletën e gjelbër");
        var files = site.Officer.Page.QuerySelectorAll("[src*='/files/'], a[href*='/files/']")
            .Select(found => found.GetAttribute("src") ?? found.GetAttribute("href")!).Distinct().ToList();
        Assert.True(files.Count >= 2, string.Join(' ', files));
        foreach (var file in files)
        {
            var bytes = await site.Officer.DownloadAsync(file);
            Assert.Equal(System.Net.HttpStatusCode.OK, site.Officer.Status);
            Assert.True(bytes.AsSpan(0, 2).SequenceEqual<byte>([0xFF, 0xD8]) || bytes.AsSpan(4, 4).SequenceEqual("ftyp"u8), file);
            Assert.Empty(new CanarySearch(PlantedMedia.Words).In(bytes));
        }

        await site.Officer.GoAsync(link + "/ask");
        await site.Officer.SubmitAsync("/ask", ("Words", "Kur e keni parë për herë të fundit?"));
        var asked = await citizen.UntilAsync(receipt, body => body.GetProperty("state").GetString() == "question", TimeSpan.FromSeconds(60));
        Assert.Equal("Kur e keni parë për herë të fundit?", Assert.Single(asked.GetProperty("messages").EnumerateArray()).GetProperty("text").GetString());
        (status, _) = await citizen.AnswerAsync(receipt, "Dje në mbrëmje.");
        Assert.Equal(201, status);
        await site.Officer.GoAsync(link);
        Assert.Contains("Dje në mbrëmje.", site.Officer.Page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Burst_WithTwoWorkersOfWhichOneDies_IsRoutedExactlyOnce()
    {
        const int Reports = 300;
        await Wait.UntilAsync(async () => await site.WorkersAsync() == 2, "both workers take from the queue");
        var before = await CountCasesAsync();
        var accepted = await BurstAsync(Reports, after: Reports / 2, () =>
        {
            site.FirstWorker.Kill();
            return Task.CompletedTask;
        });
        await AllRoutedOnceAsync(accepted);
        Assert.Equal((Reports, before + Reports), (accepted.Distinct().Count(), await CountCasesAsync()));
    }

    [Fact]
    public async Task Burst_WithTheBrokerKilledAndRestarted_IsRoutedExactlyOnce()
    {
        var accepted = await BurstAsync(30, after: 10, () =>
        {
            site.Broker.Kill();
            return Task.CompletedTask;
        });
        Assert.Equal(30, accepted.Count);
        await site.Broker.StartAsync();
        await AllRoutedOnceAsync(accepted);
    }

    /// <summary>Whoever takes an envelope out of the database is found out, by a login that may do little more than route.</summary>
    [Fact]
    public async Task Report_WhoseEnvelopeWasTaken_IsRefusedAndAudited()
    {
        var planted = Guid.NewGuid();
        var subject = Guid.NewGuid();
        await site.PlantCaseWithoutEnvelopeAsync(planted, subject);
        try
        {
            await using var db = await site.OwnerAsync();
            var end = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
            while (!await db.AuditEntries.AnyAsync(entry => entry.Action == "routing_refused" && entry.Subject == subject.ToString("N")))
            {
                Assert.True(Environment.TickCount64 < end, site.Output);
                await Task.Delay(100);
            }
        }
        finally
        {
            await site.RemoveCaseAsync(planted);
        }
    }

    /// <summary>Threat: the root file of one host is exchanged, so that it seals to somebody else's recovery keys. The others' starts are the control.</summary>
    [Theory]
    [InlineData("Intake")]
    [InlineData("Triage")]
    [InlineData("StaffConsole")]
    public async Task Host_WithOtherRoots_EndsSaysWhyAndItIsAudited(string host)
    {
        await using var db = await site.OwnerAsync();
        var before = await db.AuditEntries.CountAsync(entry => entry.Action == "trust_refused");
        var (code, output) = await site.StartWithOtherRootsAsync(host);
        Assert.Equal(1, code);
        Assert.Contains(TrustPin.Refusal, output, StringComparison.Ordinal);
        Assert.Equal(before + 1, await db.AuditEntries.CountAsync(entry => entry.Action == "trust_refused"));
    }

    [Fact]
    public void Folder_OfThePublicProcess_HoldsNothingThatOpens()
    {
        Assert.False(File.Exists(Path.Combine(DistributedSite.ProgramFolder("Intake"), "ReportingService.Opening.dll")));
        Assert.True(File.Exists(Path.Combine(DistributedSite.ProgramFolder("Triage"), "ReportingService.Opening.dll")));
    }

    /// <summary>What the compose file sets is what the hosts here were started with; a key that nobody reads would be a promise nobody keeps.</summary>
    [Fact]
    public void ComposeFile_SetsOnlyWhatTheseProcessesWereStartedWith()
    {
        var keys = File.ReadAllLines(Path.Combine(RepositoryRoot.Path, "docker-compose.yml"))
            .Select(line => line.Trim().Split(':')[0]).Where(key => key.Contains("__", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        Assert.Contains("ConnectionStrings__Reports", keys);
        Assert.Empty(keys.Except(site.Settings));
    }

    private async Task<int> CountCasesAsync()
    {
        await using var db = await site.OwnerAsync();
        return await db.Cases.CountAsync();
    }

    private static Dictionary<string, string> Fields(string text, string municipality = "gjilan") => new()
    {
        ["text"] = text,
        ["municipality"] = municipality,
        ["category"] = "theft",
        ["language"] = "sq",
    };

    /// <summary>Looks through the whole queue, page after page: other tests may have filled it with hundreds of reports.</summary>
    private async Task<string> FindAsync(string words)
    {
        for (var page = "/queue"; page is not null;)
        {
            await site.Officer.GoAsync(page);
            page = site.Officer.Page.QuerySelector("a[rel=next]")?.GetAttribute("href");
            foreach (var link in site.Officer.Page.QuerySelectorAll("a[href^='/reports/']").Select(found => found.GetAttribute("href")!).Distinct().ToList())
            {
                await site.Officer.GoAsync(link);
                if (site.Officer.Page.Body!.TextContent.Contains(words, StringComparison.Ordinal))
                {
                    return link;
                }
            }
        }

        throw new InvalidOperationException($"No report of the queue says '{words}'.\n{site.Output}");
    }

    /// <summary>Sends <paramref name="count"/> reports by eight senders and does something to the installation in the middle.</summary>
    private async Task<IReadOnlyCollection<string>> BurstAsync(int count, int after, Func<Task> strike)
    {
        var accepted = new ConcurrentBag<string>();
        var sent = 0;
        using var citizen = new CitizenApi(site.CitizenUrl);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            while (Interlocked.Increment(ref sent) is var number && number <= count)
            {
                // Of a town whose desk nobody reads, so that the queue of the officer stays short.
                var (status, body) = await citizen.SendAsync(Fields($"Më kanë vjedhur biçikletën numër {number}.", "peje"));
                Assert.True(status == 201, $"{status} {body}\n{site.Output}");
                accepted.Add(body.GetProperty("receipt").GetString()!);
                if (number == after)
                {
                    await strike();
                }
            }
        }));
        return accepted;
    }

    private async Task AllRoutedOnceAsync(IReadOnlyCollection<string> receipts)
    {
        using var citizen = new CitizenApi(site.CitizenUrl);
        foreach (var receipt in receipts)
        {
            await citizen.UntilAsync(receipt, body => body.GetProperty("state").GetString() == "routed", Patience);
        }

        await using var db = await site.OwnerAsync();
        var cases = await db.Cases.CountAsync();
        Assert.Equal(cases, await db.RoutingRecords.CountAsync());
        Assert.Equal(cases, await db.CaseGrants.CountAsync());
        Assert.Equal(cases, await db.Inbox.CountAsync(row => row.Consumer == RouteWriter.Consumer));
        Assert.Equal(0, await db.RouterEnvelopes.CountAsync());
        var decisions = await db.CaseItems.Where(item => item.Kind == CaseItemKind.Decision).GroupBy(item => item.CaseId).Select(items => items.Count()).ToListAsync();
        Assert.Equal(cases, decisions.Count);
        Assert.All(decisions, count => Assert.Equal(1, count));
        Assert.True(cases >= receipts.Count);

        // The hosts run under logins with the least rights; work that a login may not do would be logged as put off.
        Assert.DoesNotContain("is tried again", site.Output, StringComparison.Ordinal);
    }
}

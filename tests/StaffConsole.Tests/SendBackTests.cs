using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

/// <summary>A report that was passed or bounced goes back with a note, once, and never where it must not be.</summary>
public sealed class SendBackTests(RunningConsole console) : IClassFixture<RunningConsole>
{
    private const string Note = "Adresa është në lagjen tuaj, shih fjalën e fundit.";

    [Fact]
    public async Task SendBack_Bounced_ReturnsWithTheNoteAndIsCountedAndThenGoesPastBoth()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Jo e jona?");
        var before = (await report.RowAsync()).CreatedAt;
        var station = await console["officer.gjilan"].BrowserAsync();
        var region = await console["officer.region"].BrowserAsync();
        await station.SubmitAsync(report.Path + "/bounce", report.Path + "/bounce", ("Reason", "wrong_place"));
        Assert.NotNull((await region.GetAsync(report.Path)).Page.QuerySelector("a[href$='/send-back']"));

        Assert.Equal("/queue?done=sent_back", (await SendBackAsync(region, report)).Location);
        Assert.Contains("sent back", await InQueueAsync(station, report), StringComparison.Ordinal);

        var row = await report.RowAsync();
        Assert.Equal(("PS_GJILAN", before, ReportState.Routed, null), (row.HolderDesk, row.CreatedAt, row.State, row.OwnerAccountId));
        Assert.Equal(404, (await region.GetAsync(report.Path)).Status);
        await station.SubmitAsync(report.Path, report.Path + "/note", ("Words", "Një shënim i mëvonshëm."));
        var page = (await station.GetAsync(report.Path)).Page;
        var banner = page.QuerySelector("#sent-back")!.TextContent;
        Assert.All(["Sent back by Regional", Note, "officer.region"], words => Assert.Contains(words, banner, StringComparison.Ordinal));
        Assert.DoesNotContain("mëvonshëm", banner, StringComparison.Ordinal);
        Assert.Contains(page.QuerySelectorAll(".talk .is-note"), note => note.TextContent.Contains(Note, StringComparison.Ordinal) && note.TextContent.Contains("officer.region", StringComparison.Ordinal));
        Assert.Contains("sent back with a note", page.QuerySelector(".report__side")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("report_sent_back", await report.AuditActionsAsync());
        await using var db = await console.ReadAsync();
        Assert.Contains(await db.BounceCounts.ToListAsync(), count => count.Reason == "sent_back" && count.ToUnit == "PS_GJILAN");

        // What came back is not sent back again, and "not ours" passes the desk that has said no.
        Assert.Null(page.QuerySelector("a[href$='/send-back']"));
        Assert.Equal(422, (await SendBackAsync(station, report)).Status);
        await station.SubmitAsync(report.Path + "/bounce", report.Path + "/bounce", ("Reason", "wrong_matter"));
        Assert.Equal("DESK", (await report.RowAsync()).HolderDesk);
    }

    [Fact]
    public async Task SendBack_PassedOnTwice_IsPossibleOnceForADesk()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Për Ferizajin.");
        var one = await console["officer.gjilan"].BrowserAsync();
        var other = await console["officer.ferizaj"].BrowserAsync();
        await PassOnAsync(one, report);
        Assert.Equal("/queue?done=sent_back", (await SendBackAsync(other, report)).Location);
        Assert.Equal("/queue?done=passed_on", (await PassOnAsync(one, report)).Location);

        // Passed on anew it came from another desk, and was not sent back.
        Assert.DoesNotContain("sent back", await InQueueAsync(other, report), StringComparison.Ordinal);
        Assert.Null((await other.GetAsync(report.Path)).Page.QuerySelector("#sent-back"));
        Assert.Null((await other.GetAsync(report.Path)).Page.QuerySelector("a[href$='/send-back']"));
        Assert.Equal(422, (await SendBackAsync(other, report)).Status);
        Assert.Equal("PS_FERIZAJ", (await report.RowAsync()).HolderDesk);
    }

    [Fact]
    public async Task SendBack_WithoutANote_SaysSoAndMovesNothing()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Pa shënim.");
        await PassOnAsync(await console["officer.gjilan"].BrowserAsync(), report);

        var answer = await SendBackAsync(await console["officer.ferizaj"].BrowserAsync(), report, "  ");

        Assert.Equal(422, answer.Status);
        Assert.Contains("Write why", answer.Page.QuerySelector("#wrong")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("PS_FERIZAJ", (await report.RowAsync()).HolderDesk);
    }

    [Fact]
    public async Task SendBack_DeskThatWasSetAsideMeanwhile_GetsNoKeyAndTheNoteStays()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Më vonë e përjashtuar.");
        var other = await console["officer.ferizaj"].BrowserAsync();
        await PassOnAsync(await console["officer.gjilan"].BrowserAsync(), report);
        await console.Writer.WriteAsync(
            (db, _) =>
            {
                db.CaseGrants.Add(new CaseGrant { CaseId = report.Id.Value, HolderKind = HolderKind.SetAside, Holder = "PS_GJILAN", Epoch = 1, Domain = Core.Keys.KeyDomain.Police, WrappedKey = [1] });
                return Task.CompletedTask;
            },
            CancellationToken.None);

        var answer = await SendBackAsync(other, report);

        Assert.Equal(422, answer.Status);
        Assert.Equal(Note, answer.Page.QuerySelector("textarea")!.TextContent.Trim());
        Assert.Equal("PS_FERIZAJ", (await report.RowAsync()).HolderDesk);
        await using var db = await console.ReadAsync();
        Assert.False(await db.Bounces.AnyAsync(bounce => bounce.CaseId == report.Id.Value));
        Assert.False(await db.CaseItems.AnyAsync(item => item.CaseId == report.Id.Value && item.Kind == CaseItemKind.Note));
    }

    /// <summary>Its people stepped aside: there nobody could open it, and it would wait unseen.</summary>
    [Fact]
    public async Task SendBack_EverybodyThereSteppedAside_StaysWhereItIsRead()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Kushëri.");
        var other = await console["officer.ferizaj"].BrowserAsync();
        await PassOnAsync(await console["officer.gjilan"].BrowserAsync(), report);
        await console.Writer.WriteAsync(
            async (db, ct) => db.Recusals.AddRange((await db.Memberships.Where(member => member.Desk == "PS_GJILAN").Select(member => member.AccountId).Distinct().ToListAsync(ct))
                .ConvertAll(account => new Recusal { CaseId = report.Id.Value, AccountId = account, Desk = "PS_GJILAN", Reason = "family", At = DateTimeOffset.UnixEpoch })),
            CancellationToken.None);

        Assert.Equal(422, (await SendBackAsync(other, report)).Status);
        Assert.Equal(200, (await other.GetAsync(report.Path)).Status);
        Assert.Equal("PS_FERIZAJ", (await report.RowAsync()).HolderDesk);
    }

    [Fact]
    public async Task SendBack_RoutedHere_IsNotOffered()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Erdhi vetë.");
        var officer = await console["officer.gjilan"].BrowserAsync();

        Assert.Null((await officer.GetAsync(report.Path)).Page.QuerySelector("a[href$='/send-back']"));
        Assert.Contains("did not come here", (await officer.GetAsync(report.Path + "/send-back")).Page.QuerySelector("main .note")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(422, (await SendBackAsync(officer, report)).Status);
        Assert.Equal("PS_GJILAN", (await report.RowAsync()).HolderDesk);
    }

    private static async Task<string> InQueueAsync(Browser browser, TestReport report)
        => (await browser.GetAsync("/queue")).Page.QuerySelectorAll("tr").Single(row => row.QuerySelector($"#r{report.Id}") is not null).TextContent;

    private static Task<Answer> PassOnAsync(Browser browser, TestReport report)
        => browser.SubmitAsync(report.Path + "/pass-on", report.Path + "/pass-on", ("Desk", "PS_FERIZAJ"));

    private static Task<Answer> SendBackAsync(Browser browser, TestReport report, string words = Note)
        => browser.SubmitAsync("/account", report.Path + "/send-back", ("Words", words));
}

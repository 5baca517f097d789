using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.StaffConsole.Layout;
using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

/// <summary>Asking for access reaches who can give it, and the answer who asked.</summary>
public sealed class AccessRequestTests(RunningConsole console) : IClassFixture<RunningConsole>
{
    [Fact]
    public async Task Ask_ForAReportOfAnotherDesk_StandsAtTheHolderUntilItIsAnsweredAndThenAtTheAsker()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Kush lexon?", told: ["PS_FERIZAJ"]);
        var holder = await console["officer.gjilan"].BrowserAsync();
        var asker = await console["officer.ferizaj"].BrowserAsync();
        Assert.Null((await holder.GetAsync("/queue")).Page.QuerySelector(".access-asked"));

        await asker.SubmitAsync("/notices", $"/notices/{report.Id}/ask", ("Desk", "PS_FERIZAJ"));

        var waits = (await holder.GetAsync("/queue")).Page.QuerySelector(".access-asked")!;
        Assert.Contains("reports of yours: 1.", waits.TextContent, StringComparison.Ordinal);
        Assert.Equal(report.Path, waits.QuerySelector("a")!.GetAttribute("href"));
        var notices = (await holder.GetAsync("/notices")).Page.QuerySelector("section[aria-labelledby=answer-title]")!;
        Assert.Contains(console.Routing.Desks["PS_FERIZAJ"].NameEn, notices.TextContent, StringComparison.Ordinal);
        Assert.Null((await asker.GetAsync("/queue")).Page.QuerySelector(".access-asked"));
        Assert.Null((await asker.GetAsync("/queue")).Page.QuerySelector(".access-given"));

        Assert.Equal(report.Path + "?done=granted", (await holder.SubmitAsync(report.Path, report.Path + "/grant-access", ("Desk", "PS_FERIZAJ"))).Location);

        Assert.Null((await holder.GetAsync("/queue")).Page.QuerySelector(".access-asked"));
        Assert.Null((await holder.GetAsync("/notices")).Page.QuerySelector("section[aria-labelledby=answer-title]"));
        Assert.Equal(report.Path, (await asker.GetAsync("/queue")).Page.QuerySelector(".access-given a")!.GetAttribute("href"));
        Assert.Contains("access given: ", (await asker.GetAsync("/notices")).Text, StringComparison.Ordinal);
        Assert.Null((await holder.GetAsync("/queue")).Page.QuerySelector(".access-given"));

        // Who stands aside from it is told nothing of it, here too.
        await console.Writer.WriteAsync(
            (db, _) =>
            {
                db.Recusals.Add(new Recusal { CaseId = report.Id.Value, AccountId = console["officer.ferizaj"].Id, Desk = "PS_FERIZAJ", Reason = "relative", At = console.Clock.GetUtcNow() });
                return Task.CompletedTask;
            },
            CancellationToken.None);
        Assert.Null((await asker.GetAsync("/queue")).Page.QuerySelector(".access-given"));
    }

    [Fact]
    public async Task Ask_AgainOrAfterTheEnd_ChangesNothing()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Dy herë?", told: ["PS_FERIZAJ"]);
        var ended = await TestReport.ArriveAsync(console, "PS_GJILAN", "U mbyll.", told: ["PS_FERIZAJ"]);
        await StateAsync(ended, ReportState.Closed);
        var asker = await console["officer.ferizaj"].BrowserAsync();
        foreach (var _ in new[] { 1, 2 })
        {
            Assert.Equal("/notices?done=asked", (await asker.SubmitAsync("/notices", $"/notices/{report.Id}/ask", ("Desk", "PS_FERIZAJ"))).Location);
        }

        Assert.Single(await report.AuditActionsAsync(), action => action == "access_asked");
        Assert.Equal("/notices?done=ended", (await asker.SubmitAsync("/notices", $"/notices/{ended.Id}/ask", ("Desk", "PS_FERIZAJ"))).Location);
        Assert.DoesNotContain("access_asked", await ended.AuditActionsAsync());
        Assert.Null((await asker.GetAsync("/notices")).Page.QuerySelector($"form[action='/notices/{ended.Id}/ask']"));
        await StateAsync(report, ReportState.Closed);
    }

    /// <summary>Whoever was told of a report reads why there is nothing to ask for any more.</summary>
    [Theory]
    [InlineData(ReportState.Withdrawn, "withdrawn by its reporter")]
    [InlineData(ReportState.Closed, "closed")]
    public async Task Notices_ReportIsOver_SaysWhy(ReportState state, string why)
    {
        var asker = await console["officer.ferizaj"].BrowserAsync();
        var before = (await asker.GetAsync("/notices")).Page.QuerySelectorAll(".notices .c-report").Count(cell => cell.TextContent.Trim() == why);
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Mbaroi.", told: ["PS_FERIZAJ"]);
        await StateAsync(report, state);
        Assert.Equal(before + 1, (await asker.GetAsync("/notices")).Page.QuerySelectorAll(".notices .c-report").Count(cell => cell.TextContent.Trim() == why));
    }

    [Fact]
    public async Task Requests_ManyForOthersAndForClosedReports_HideNoRealOne()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "I vërteti.", told: ["PS_FERIZAJ"]);
        var closed = await TestReport.ArriveAsync(console, "PS_GJILAN", "I mbyllur.");
        var foreign = await TestReport.ArriveAsync(console, "RPD_GJILAN", "I huaj.");
        await StateAsync(closed, ReportState.Closed);
        await (await console["officer.ferizaj"].BrowserAsync()).SubmitAsync("/notices", $"/notices/{report.Id}/ask", ("Desk", "PS_FERIZAJ"));
        await console.Writer.WriteAsync(
            (db, _) =>
            {
                var later = console.Clock.GetUtcNow().AddMinutes(5);
                db.Notices.AddRange(new[] { closed, foreign }.SelectMany(other => Enumerable.Range(0, 300).Select(number => new Notice
                {
                    CaseId = other.Id.Value,
                    Desk = $"D{number}",
                    Urgency = Urgency.Emergency,
                    CreatedAt = later,
                    AccessRequestedAt = later,
                })));
                return Task.CompletedTask;
            },
            CancellationToken.None);

        var waits = (await (await console["officer.gjilan"].BrowserAsync()).GetAsync("/queue")).Page.QuerySelector(".access-asked")!;
        Assert.Contains("reports of yours: 1.", waits.TextContent, StringComparison.Ordinal);
        Assert.Equal(report.Path, waits.QuerySelector("a")!.GetAttribute("href"));
        await StateAsync(report, ReportState.Closed);
    }

    /// <summary>"No" reaches who asked, also where nobody says it: nobody could say yes to a desk that later words exclude.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Request_DeclinedOrOfADeskNamedSince_LeavesTheHolderAndTheAskerIsToldTheSame(bool named)
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Jo.", told: ["PS_FERIZAJ"]);
        var holder = await console["officer.gjilan"].BrowserAsync();
        var asker = await console["officer.ferizaj"].BrowserAsync();
        await asker.SubmitAsync("/notices", $"/notices/{report.Id}/ask", ("Desk", "PS_FERIZAJ"));
        var asks = $".access-asked a[href='{report.Path}']";
        Assert.NotNull((await holder.GetAsync("/queue")).Page.QuerySelector(asks));
        Assert.DoesNotContain(ShortOf(report), Declined(await asker.GetAsync("/queue")), StringComparison.Ordinal);
        await holder.GetAsync(report.Path);
        var before = (await report.RowAsync()).Version;
        if (named)
        {
            await report.ExcludeLaterAsync("PS_FERIZAJ");
            Assert.Null((await holder.GetAsync(report.Path)).Page.QuerySelector("form[action$=grant-access]"));
        }
        else
        {
            var declined = await holder.SubmitAsync(report.Path, report.Path + "/grant-access?handler=Decline", ("Desk", "PS_FERIZAJ"));
            Assert.Equal(report.Path + "?done=access_declined", declined.Location);
        }

        // Threat: a colleague says "yes" in the same moment. Whoever comes second finds another version of the report, and looks again.
        Assert.True((await report.RowAsync()).Version > before);
        await using (var db = await console.ReadAsync())
        {
            // Nobody is said to have answered who only opened the report.
            var subject = (await report.RowAsync()).AuditId.ToString("N");
            var line = await db.AuditEntries.SingleAsync(entry => entry.Action == "access_declined" && entry.Subject == subject);
            Assert.Equal(named ? "console" : console["officer.gjilan"].Id.ToString("N"), line.Actor);
        }

        Assert.Null((await holder.GetAsync("/queue")).Page.QuerySelector(asks));
        Assert.Null((await holder.GetAsync(report.Path)).Page.QuerySelector("form[action$=grant-access]"));
        Assert.Contains(ShortOf(report), Declined(await asker.GetAsync("/queue")), StringComparison.Ordinal);
        var row = (await asker.GetAsync("/notices")).Page.QuerySelector($"tr:has(form[action='/notices/{report.Id}/ask'])")!.TextContent;
        Assert.Contains("access not given: ", row, StringComparison.Ordinal);
        Assert.Single(await report.AuditActionsAsync(), action => action == "access_declined");
        Assert.Equal(404, (await asker.GetAsync(report.Path)).Status);

        // Asked again, it is a question again; nothing of the old answer stands beside it.
        await asker.SubmitAsync("/notices", $"/notices/{report.Id}/ask", ("Desk", "PS_FERIZAJ"));
        Assert.DoesNotContain(ShortOf(report), Declined(await asker.GetAsync("/queue")), StringComparison.Ordinal);
        Assert.NotNull((await holder.GetAsync("/queue")).Page.QuerySelector(asks));
        await StateAsync(report, ReportState.Closed);
    }

    private static string ShortOf(TestReport report) => Names.Short(report.Id.Value);

    private static string Declined(Answer page) => string.Concat(page.Page.QuerySelectorAll(".access-declined").Select(note => note.TextContent));

    private Task StateAsync(TestReport report, ReportState state) => console.Writer.WriteAsync(
        async (db, ct) => (await db.Cases.SingleAsync(row => row.Id == report.Id.Value, ct)).State = state, CancellationToken.None);
}

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
    }
}

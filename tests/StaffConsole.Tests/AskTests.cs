using ReportingService.Core.Vocabulary;
using ReportingService.StaffConsole.Tests.Running;
using ReportingService.Web.Languages;

namespace ReportingService.StaffConsole.Tests;

/// <summary>Ready questions with scripts off, and who has the report afterwards.</summary>
public sealed class AskTests(RunningConsole console) : IClassFixture<RunningConsole>
{
    public static TheoryData<string> Languages => [.. SiteLanguage.All.Select(language => language.Tag)];

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Ask_ReadyQuestionAlone_ReporterReadsItInTheirLanguage(string tag)
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Pyetni.");
        var officer = await console["officer.gjilan"].BrowserAsync();
        var asked = await officer.SubmitAsync(report.Path, report.Path + "/ask", ("Ready", "where"), ("Language", tag), ("Words", ""));
        Assert.Equal(report.Path + "?done=asked_taken", asked.Location);
        Assert.Equal([Sent("where", tag)], await report.ReporterReadsAsync());
    }

    /// <summary>Taking the report sends the form along, so that a message begun there is in it again; once sent it is forgotten.</summary>
    [Fact]
    public async Task Take_MessageBegun_StandsInTheFormAgainUntilItIsSent()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Fjalët.");
        var officer = await console["officer.gjilan"].BrowserAsync();
        var page = await officer.GetAsync(report.Path);
        var take = page.Page.QuerySelector("button[formaction$='/take']")!;
        Assert.Equal("ask", take.GetAttribute("form"));
        var taken = await FormFields.Of(page, "#ask").With("Words", "A është ende").SendAsync(officer, take.GetAttribute("formaction")!);
        Assert.Equal(report.Path + "?done=taken", taken.Location);
        Assert.Equal("A është ende", (await officer.GetAsync(report.Path)).Page.QuerySelector("#Words")!.TextContent);
        Assert.Empty(await report.ReporterReadsAsync());

        // Only here: not in another report, not for a colleague.
        var other = await TestReport.ArriveAsync(console, "PS_GJILAN", "Tjetër.");
        Assert.Equal("", (await officer.GetAsync(other.Path)).Page.QuerySelector("#Words")!.TextContent);
        Assert.Equal("", (await (await console["officer2.gjilan"].BrowserAsync()).GetAsync(report.Path)).Page.QuerySelector("#Words")!.TextContent);
        await officer.SubmitAsync(report.Path, report.Path + "/ask", ("Words", "A është ende atje?"));
        Assert.Equal("", (await officer.GetAsync(report.Path)).Page.QuerySelector("#Words")!.TextContent);
    }

    [Fact]
    public async Task Ask_PutIn_ShowsTheWordsToChangeAndSendsNothing()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Vendose.", language: Language.Sr);
        var officer = await console["officer.gjilan"].BrowserAsync();
        var page = await officer.GetAsync(report.Path);
        Assert.Equal("sr-Latn", page.Page.QuerySelector("#Language option[selected]")!.GetAttribute("value"));
        var put = await officer.SubmitAsync(report.Path, report.Path + "/ask", ("Ready", "when"), ("Language", "sr-Latn"), ("Words", "Hvala."), ("Put", "true"));
        Assert.Equal(200, put.Status);
        Assert.Equal("Hvala.\n" + Sent("when", "sr-Latn"), put.Page.QuerySelector("textarea")!.TextContent.Trim().ReplaceLineEndings("\n"));
        Assert.Equal("sr-Latn", put.Page.QuerySelector("#Language option[selected]")!.GetAttribute("value"));
        Assert.Equal("", put.Page.QuerySelector("#Ready")!.QuerySelector("option[selected]")?.GetAttribute("value") ?? "");
        Assert.Empty(await report.ReporterReadsAsync());
        Assert.Null((await report.RowAsync()).OwnerAccountId);
    }

    [Fact]
    public async Task Ask_UnknownReadyQuestionAndNoWords_IsRefused()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Asgjë.");
        var officer = await console["officer.gjilan"].BrowserAsync();
        Assert.Equal(422, (await officer.SubmitAsync(report.Path, report.Path + "/ask", ("Ready", "../title"), ("Language", "xx"), ("Words", " "))).Status);
        Assert.Empty(await report.ReporterReadsAsync());
    }

    [Fact]
    public async Task Ask_ReportWithoutOwner_SaysBeforeAndAfterThatItIsTaken()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Kush e merr?");
        var officer = await console["officer.gjilan"].BrowserAsync();
        Assert.Contains("Sending takes it", (await officer.GetAsync(report.Path)).Text, StringComparison.Ordinal);
        Assert.Contains("Sending takes it", (await officer.GetAsync(report.Path + "/ask")).Text, StringComparison.Ordinal);
        var asked = await officer.SubmitAsync(report.Path, report.Path + "/ask", ("Words", "Ku?"));
        Assert.Contains("The report is now with you", (await officer.GetAsync(asked.Location!)).Text, StringComparison.Ordinal);

        // A colleague who asks later neither takes it nor is told so.
        var colleague = await console["officer2.gjilan"].BrowserAsync();
        Assert.DoesNotContain("Sending takes it", (await colleague.GetAsync(report.Path)).Text, StringComparison.Ordinal);
        Assert.Equal(report.Path + "?done=asked", (await colleague.SubmitAsync(report.Path, report.Path + "/ask", ("Words", "Kur?"))).Location);
        Assert.Equal(console["officer.gjilan"].Id, (await report.RowAsync()).OwnerAccountId);
    }

    private static string Sent(string key, string tag)
        => new TextCatalogue(typeof(StaffConsoleHost).Assembly).Get(SiteLanguage.Find(tag)!, "staff.ready." + key);
}

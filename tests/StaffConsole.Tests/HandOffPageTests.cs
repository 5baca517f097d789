using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

/// <summary>What people read before copies leave the helpline: who presses knows what leaves, to whom and on whose word.</summary>
public sealed class HandOffPageTests(RunningConsole console) : IClassFixture<RunningConsole>
{
    [Fact]
    public async Task Consent_FirstPress_SaysOnceMoreWhatLeavesAndNothingLeaves()
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Fjalët.", file: new byte[3000]);
        var operators = await console["operator.helpline"].BrowserAsync();
        var asked = await operators.AskHandOffAsync(
            report, ("Basis", "consent"), ("Words", "E tha në telefon."), ("Desk", "PS_GJILAN"), ("WithWords", "true"), ("Files", report.FileItem.ToString()));
        Assert.Equal(200, asked.Status);
        var facts = asked.Page.QuerySelector("main dl.facts")!.TextContent;
        Assert.Contains(console.Routing.Desks["PS_GJILAN"].NameEn, facts, StringComparison.Ordinal);
        Assert.Contains("The report's words, File 1", facts, StringComparison.Ordinal);
        Assert.Contains("The person agreed", facts, StringComparison.Ordinal);
        Assert.Contains("E tha në telefon.", facts, StringComparison.Ordinal);
        Assert.DoesNotContain("handed_off", await report.AuditActionsAsync());

        // The way back keeps what was typed.
        var again = await FormFields.Of(asked, "form:has(input[name=Sure])").With("Change", "true").SendAsync(operators);
        Assert.Equal("E tha në telefon.", FormFields.Of(again, "form:has(#Desk)")["Words"].Single());
        Assert.DoesNotContain("handed_off", await report.AuditActionsAsync());

        var done = await FormFields.Of(asked, "form:has(input[name=Sure])").SendAsync(operators);
        Assert.Equal(report.Path + "?done=handed_off", done.Location);
        Assert.Contains("handed_off", await report.AuditActionsAsync());
    }

    [Fact]
    public async Task Consent_ReporterHasNotAnsweredAQuestion_IsSaidOnBothPages()
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Kush pyeti?");
        var operators = await console["operator.helpline"].BrowserAsync();
        Assert.True(await WarnsAsync());
        await report.AnswerAsync("Shkrova vetë, pa pyetje.");
        Assert.True(await WarnsAsync());
        await operators.SubmitAsync(report.Path, report.Path + "/ask", ("Words", "A pajtoheni?"));
        Assert.True(await WarnsAsync());
        await report.AnswerAsync("Po.");
        Assert.False(await WarnsAsync());

        async Task<bool> WarnsAsync()
        {
            var form = (await operators.GetAsync(report.Path + "/hand-off")).Page.QuerySelector(".unanswered") is not null;
            var asked = await operators.AskHandOffAsync(report, ("Basis", "consent"), ("Words", "Po."), ("Desk", "PS_GJILAN"), ("WithWords", "true"));
            Assert.NotNull(asked.Page.QuerySelector("input[name=Sure]"));
            Assert.Equal(form, asked.Page.QuerySelector(".unanswered") is not null);
            return form;
        }
    }

    [Fact]
    public async Task Danger_SecondPerson_ReadsWhatLeavesAndDecliningOffersNothingElse()
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Ka armë.", file: new byte[3000]);
        var first = await console["operator.helpline"].BrowserAsync();
        var second = await console["supervisor.helpline"].BrowserAsync();
        await first.HandOffAsync(report, ("Basis", "danger_to_life"), ("Words", "Kthehet sonte."), ("Desk", "DESK"), ("WithWords", "true"), ("Files", report.FileItem.ToString()));
        foreach (var path in new[] { report.Path, report.Path + "/hand-off" })
        {
            var page = await second.GetAsync(path);
            Assert.Equal("The report's words, File 1", page.Page.QuerySelector(".note--danger:has(form[action$=Confirm]) .given")!.TextContent);
            Assert.Contains("This is the confirmation", page.Text, StringComparison.Ordinal);
            var decline = await second.GetAsync(page.Page.QuerySelector("a[href*='handler=Decline']")!.GetAttribute("href")!);
            Assert.NotNull(decline.Page.QuerySelector("form[action$=Decline] textarea"));
            Assert.Null(decline.Page.QuerySelector("form[action$=Confirm]"));
            Assert.Null(decline.Page.QuerySelector("input[name=Basis]"));
        }
    }

    [Fact]
    public async Task Danger_Proposer_ReadsThatItWaitsUntilSomebodyDecides()
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Askush në detyrë.");
        var first = await console["operator.helpline"].BrowserAsync();
        var second = await console["supervisor.helpline"].BrowserAsync();
        var path = report.Path + "/hand-off";
        Assert.Null((await first.GetAsync(report.Path)).Page.QuerySelector(".asked"));
        await first.HandOffAsync(report, ("Basis", "danger_to_life"), ("Words", "Kthehet sonte."), ("Desk", "DESK"), ("WithWords", "true"));
        var waits = (await first.GetAsync(report.Path)).Page.QuerySelector(".asked")!.TextContent;
        Assert.Contains(console.Routing.Desks["HELPLINE"].NameEn, waits, StringComparison.Ordinal);
        Assert.Contains(console.Routing.Desks["DESK"].NameEn, waits, StringComparison.Ordinal);
        Assert.Contains("192 or 112", waits, StringComparison.Ordinal);
        Assert.Null((await second.GetAsync(report.Path)).Page.QuerySelector(".asked"));
        var item = (await second.GetAsync(path)).Page.QuerySelector("input[name=Item]")!.GetAttribute("value")!;
        await second.SubmitAsync(path, path + "?handler=Decline", ("Item", item), ("Words", "E sigurt."));
        Assert.Null((await first.GetAsync(report.Path)).Page.QuerySelector(".asked"));
    }
}

using ReportingService.Core.Labels;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
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
        Assert.Contains("The report's words, File 1 (MP4, 2 KB)", facts, StringComparison.Ordinal);
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

    /// <summary>The inspectorate is no police: nobody tells the reporter that the police got it.</summary>
    [Fact]
    public async Task Consent_ToTheInspectorate_SaysWhoGotItAndNotThePolice()
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Inspektorati.");
        var operators = await console["operator.helpline"].BrowserAsync();
        var done = await operators.HandOffAsync(report, ("Basis", "consent"), ("Words", "Po."), ("Desk", "PIK"), ("WithWords", "true"));
        var told = (await operators.GetAsync(done.Location!)).Page.QuerySelector(".note--done")!.TextContent;
        Assert.Equal($"The copies were handed, with consent, to: {console.Routing.Desks["PIK"].NameEn}.", told.Trim());
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
            Assert.Equal("The report's words, File 1 (MP4, 2 KB)", page.Page.QuerySelector(".note--danger:has(form[action$=Confirm]) .given")!.TextContent);
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
        Assert.Null((await first.GetAsync(report.Path)).Page.QuerySelector(".declined"));
        await second.SubmitAsync(path, path + "?handler=Decline", ("Item", item), ("Words", "E sigurt."));
        Assert.Null((await first.GetAsync(report.Path)).Page.QuerySelector(".asked"));

        // The note says of what it is the reason.
        Assert.Contains("hand-off declined", (await first.GetAsync(report.Path)).Page.QuerySelectorAll(".is-note").Last().TextContent, StringComparison.Ordinal);

        // That nothing left, and why, until something is proposed again.
        var declined = (await first.GetAsync(report.Path)).Page.QuerySelector(".declined")!.TextContent;
        Assert.All(["E sigurt.", "supervisor.helpline", console.Routing.Desks["DESK"].NameEn], said => Assert.Contains(said, declined, StringComparison.Ordinal));
        Assert.Contains("hand-off declined", (await first.FindRowAsync(report))!.TextContent, StringComparison.Ordinal);
        await first.HandOffAsync(report, ("Basis", "danger_to_life"), ("Words", "Kthehet sonte."), ("Desk", "DESK"), ("WithWords", "true"));
        Assert.Null((await first.GetAsync(report.Path)).Page.QuerySelector(".declined"));
        Assert.DoesNotContain("hand-off declined", (await first.FindRowAsync(report))!.TextContent, StringComparison.Ordinal);
    }

    /// <summary>Whoever is sent out knows why, and whether the reporter wanted no police; the names of the helpline's people stay there.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Copy_ItsHolderReadsGroundReasonAndRoles_AndWhetherNoPoliceWereWanted(bool helplineOnly)
    {
        var labels = new ReportLabels { Language = Language.Sq, Category = Category.DomesticViolence, Ticks = new ReportTicks(HelplineOnly: helplineOnly) };
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Ka armë.", labels: labels, excluded: Exclusion.Of(labels, console.Routing.Desks));
        var second = await console["supervisor.helpline"].BrowserAsync();
        await (await console["operator.helpline"].BrowserAsync()).HandOffAsync(
            report, ("Basis", "danger_to_life"), ("Words", "Kthehet sonte me armë."), ("Desk", "PS_GJILAN"), ("WithWords", "true"));
        await FormFields.Of(await second.GetAsync(report.Path), "form[action$=Confirm]").SendAsync(second);
        var page = await (await console["officer.gjilan"].BrowserAsync()).GetAsync($"/reports/{await report.CopyAsync():N}");
        var origin = page.Page.QuerySelector("section[aria-labelledby=origin-title]")!.TextContent;
        Assert.Contains("danger to life", origin, StringComparison.Ordinal);
        Assert.Contains("Kthehet sonte me armë.", origin, StringComparison.Ordinal);
        Assert.Contains("helpline operator", origin, StringComparison.Ordinal);
        Assert.Contains("supervisor", origin, StringComparison.Ordinal);
        Assert.Equal(helplineOnly, origin.Contains("no police be told", StringComparison.Ordinal));
        Assert.DoesNotContain(".helpline", page.Text, StringComparison.Ordinal);

        // Control: the same search finds the people where they are named.
        Assert.Contains("supervisor.helpline", (await second.GetAsync(report.Path)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("No unit of the police", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_LocalPoliceMustNotGetIt_SaysWhichDesksAreMissing()
    {
        var operators = await console["operator.helpline"].BrowserAsync();
        var insider = new ReportLabels { Language = Language.Sq, Category = Category.Trafficking, Flags = [ReportFlag.PossibleInsider] };
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Dikush nga brenda.", labels: insider, excluded: Exclusion.Of(insider, console.Routing.Desks));
        var tie = new ReportLabels { Language = Language.Sq, Category = Category.DomesticViolence, RefusedUnits = [Exclusion.LocalPolice] };
        var husband = await TestReport.ArriveAsync(console, "HELPLINE", "Burri është polic.", labels: tie, excluded: Exclusion.Of(tie, console.Routing.Desks));
        Assert.Equal(
            "local and regional police: because the reporter does not want them or names a tie to them.",
            (await operators.GetAsync(husband.Path)).Page.QuerySelectorAll(".refused li").Single().TextContent.Trim());
        var page = await operators.GetAsync(report.Path + "/hand-off");
        Assert.Null(page.Page.QuerySelector("option[value=PS_GJILAN]"));
        Assert.Contains("local and regional police: because somebody inside", page.Page.QuerySelector("#desk-hint")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("local and regional police: because somebody inside", (await operators.GetAsync(report.Path)).Page.QuerySelector(".refused")!.TextContent, StringComparison.Ordinal);

        // A condition that holds already is seen to hold, and only one that does not can be set.
        var station = page.Page.QuerySelector("#w-PS_GJILAN")!;
        Assert.True(station.HasAttribute("checked") && station.HasAttribute("disabled"));
        var national = page.Page.QuerySelector("#w-DESK")!;
        Assert.False(national.HasAttribute("checked") || national.HasAttribute("disabled"));
        var other = await TestReport.ArriveAsync(console, "HELPLINE", "Askush.");
        Assert.Null((await operators.GetAsync(other.Path + "/hand-off")).Page.QuerySelector("#desk-hint"));

        // The copy names what holds for it, which is not all of the police.
        await operators.HandOffAsync(report, ("Basis", "consent"), ("Words", "Po."), ("Desk", "DESK"), ("WithWords", "true"));
        var copy = await (await console["supervisor.national"].BrowserAsync()).GetAsync($"/reports/{await report.CopyAsync():N}");
        Assert.Contains("local and regional police", copy.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("No unit of the police", copy.Text, StringComparison.Ordinal);
    }
}

using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Labels;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

public sealed class HandOffTests(RunningConsole console) : IClassFixture<RunningConsole>
{
    [Fact]
    public async Task Consent_OnlyChosenItemsReachThePoliceInACaseOfTheirOwn()
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Fjalë vetëm për linjën.", file: new byte[3000]);
        var operators = await console["operator.helpline"].BrowserAsync();
        var answer = await operators.HandOffAsync(
            report, ("Basis", "consent"), ("Words", "U pajtua në bisedë."), ("Desk", "PS_GJILAN"), ("Files", report.FileItem.ToString()));
        Assert.Equal(report.Path + "?done=handed_off", answer.Location);
        var officer = await console["officer.gjilan"].BrowserAsync();
        Assert.Equal(404, (await officer.GetAsync(report.Path)).Status);
        var copy = await report.CopyAsync();
        var page = await officer.GetAsync("/reports/" + copy.ToString("N"));
        Assert.Equal(200, page.Status);
        Assert.DoesNotContain("Fjalë vetëm për linjën.", page.Text, StringComparison.Ordinal);
        var file = page.Page.QuerySelector("figcaption a[download]")!.GetAttribute("href")!;
        Assert.Equal(new byte[3000], (await officer.GetAsync(file)).Bytes);
        Assert.Contains("Only the helpline can reach the reporter", page.Text, StringComparison.Ordinal);
        Assert.Equal(422, (await officer.SubmitAsync("/account", $"/reports/{copy:N}/ask", ("Words", "Ku?"))).Status);

        // The helpline's own case is untouched: no police key exists for it.
        await using var db = await console.ReadAsync();
        Assert.Equal(["HELPLINE"], await db.CaseGrants.Where(grant => grant.CaseId == report.Id.Value).Select(grant => grant.Holder).ToListAsync());
    }

    [Fact]
    public async Task DangerToLife_NeedsASecondPerson()
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Rrezik i madh.");
        var first = await console["operator.helpline"].BrowserAsync();
        var second = await console["supervisor.helpline"].BrowserAsync();
        var path = report.Path + "/hand-off";
        Assert.Equal(report.Path + "?done=handoff_asked", (await first.HandOffAsync(report, ("Basis", "danger_to_life"), ("Words", "Kërcënim me armë."), ("Desk", "DESK"), ("WithWords", "true"))).Location);
        // Whoever may confirm hears it and sees it where they look; whoever proposed it does not.
        Assert.NotNull((await second.FindRowAsync(report))!.QuerySelector(".word--emergency"));
        Assert.Null((await first.FindRowAsync(report))!.QuerySelector(".word--emergency"));
        Assert.Contains(report.Path, Told(await second.GetAsync("/queue/rows")));
        Assert.DoesNotContain(report.Path, Told(await first.GetAsync("/queue/rows")));
        Assert.NotEqual("0", (await second.GetAsync("/queue/rows")).Page.QuerySelector("[data-alarm]")!.GetAttribute("data-alarm"));
        Assert.NotNull((await second.GetAsync(report.Path)).Page.QuerySelector(".note--danger form[action$=Confirm] button"));
        Assert.Null((await first.GetAsync(report.Path)).Page.QuerySelector("form[action$=Confirm]"));
        var item = (await second.GetAsync(path)).Page.QuerySelector("input[name=Item]")!.GetAttribute("value")!;
        Assert.Null((await first.GetAsync(path)).Page.QuerySelector("input[name=Item]"));
        Assert.Equal(422, (await first.SubmitAsync(path, path + "?handler=Confirm", ("Item", item))).Status);
        Assert.Equal(report.Path + "?done=handed_off_danger", (await second.SubmitAsync(path, path + "?handler=Confirm", ("Item", item))).Location);
        Assert.Equal(422, (await second.SubmitAsync(path, path + "?handler=Confirm", ("Item", item))).Status);
        Assert.DoesNotContain(report.Path, Told(await second.GetAsync("/queue/rows")));
        Assert.Null((await second.GetAsync(report.Path)).Page.QuerySelector("form[action$=Confirm]"));
        var national = await console["supervisor.national"].BrowserAsync();
        Assert.Contains("Rrezik i madh.", (await national.GetAsync("/reports/" + (await report.CopyAsync()).ToString("N"))).Text, StringComparison.Ordinal);
    }

    /// <summary>Whoever may decide finds it under the notices; once declined it waits for nobody and cannot be carried out, but can be proposed again.</summary>
    [Fact]
    public async Task DangerToLife_SecondPersonDoesNotAgree_NothingLeavesAndTheReasonIsNoted()
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "A është rrezik?");
        var first = await console["operator.helpline"].BrowserAsync();
        var second = await console["supervisor.helpline"].BrowserAsync();
        var path = report.Path + "/hand-off";
        Assert.Equal(report.Path + "?done=handoff_asked", (await ProposeAsync(first)).Location);
        Assert.Contains(path, Decisions(await second.GetAsync("/notices")));
        Assert.DoesNotContain(path, Decisions(await first.GetAsync("/notices")));
        Assert.DoesNotContain(path, Decisions(await (await console["officer.gjilan"].BrowserAsync()).GetAsync("/notices")));
        var item = (await second.GetAsync(path)).Page.QuerySelector("input[name=Item]")!.GetAttribute("value")!;
        Assert.Equal(422, (await second.SubmitAsync(path, path + "?handler=Decline", ("Item", item), ("Words", " "))).Status);
        Assert.Equal(422, (await first.SubmitAsync(path, path + "?handler=Decline", ("Item", item), ("Words", "Unë."))).Status);

        Assert.Equal(report.Path + "?done=handoff_declined", (await second.SubmitAsync(path, path + "?handler=Decline", ("Item", item), ("Words", "E thirra: është e sigurt."))).Location);
        Assert.DoesNotContain(path, Decisions(await second.GetAsync("/notices")));
        Assert.Null((await second.FindRowAsync(report))!.QuerySelector(".word--emergency"));
        Assert.Equal(422, (await second.SubmitAsync(path, path + "?handler=Confirm", ("Item", item))).Status);
        Assert.Contains("E thirra: është e sigurt.", (await first.GetAsync(report.Path)).Text, StringComparison.Ordinal);
        var actions = await report.AuditActionsAsync();
        Assert.Contains("hand_off_declined", actions);
        Assert.DoesNotContain("handed_off", actions);
        Assert.Empty(await ProposalsAsync(report));

        await ProposeAsync(first);
        Assert.Contains(path, Decisions(await second.GetAsync("/notices")));
        await second.SubmitAsync(report.Path + "/close", report.Path + "/close", ("Outcome", "concluded"), ("Sure", "true"));
        Assert.Empty(await ProposalsAsync(report));
        Assert.DoesNotContain(path, Decisions(await second.GetAsync("/notices")));

        Task<Answer> ProposeAsync(Browser who) => who.HandOffAsync(report, ("Basis", "danger_to_life"), ("Words", "Ndoshta ka armë."), ("Desk", "DESK"), ("WithWords", "true"));
    }

    [Theory]
    [InlineData("consent", "", "PS_GJILAN", true)]
    [InlineData("consent", "Po.", "PS_GJILAN", false)]
    [InlineData("consent", "Po.", "HELPLINE", true)]
    [InlineData("consent", "Po.", "PS_FERIZAJ", true)]
    [InlineData("curiosity", "Po.", "PS_GJILAN", true)]
    public async Task Terms_OutsideTheRule_NothingLeaves(string basis, string reason, string desk, bool words)
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Rri këtu.", excluded: ["PS_FERIZAJ"]);
        var operators = await console["operator.helpline"].BrowserAsync();
        var path = report.Path + "/hand-off";
        Assert.Equal(422, (await operators.HandOffAsync(report, ("Basis", basis), ("Words", reason), ("Desk", desk), ("WithWords", words ? "true" : "false"))).Status);
        Assert.DoesNotContain("handed_off", await report.AuditActionsAsync());
    }

    /// <summary>Consent lifts "no police at all"; it never lifts that a unit must not get it.</summary>
    [Fact]
    public async Task Consent_OfAReporterWhoWantedOnlyTheHelpline_ReachesPoliceExceptTheUnitRefused()
    {
        var labels = new ReportLabels { Language = Language.Sq, Category = Category.Trafficking, Ticks = new ReportTicks(HelplineOnly: true), RefusedUnits = ["PS_FERIZAJ"] };
        var excluded = Exclusion.Of(labels, console.Routing.Desks);
        Assert.Contains("PS_GJILAN", excluded);
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Vetëm për linjën.", excluded: excluded, labels: labels);
        var operators = await console["operator.helpline"].BrowserAsync();
        var path = report.Path + "/hand-off";
        var offered = (await operators.GetAsync(path)).Page.QuerySelectorAll("option").Select(option => option.GetAttribute("value")).ToList();
        Assert.Contains("PS_GJILAN", offered);
        Assert.DoesNotContain("PS_FERIZAJ", offered);
        Assert.Equal(422, (await operators.HandOffAsync(report, ("Basis", "consent"), ("Words", "Po."), ("Desk", "PS_FERIZAJ"), ("WithWords", "true"))).Status);
        Assert.DoesNotContain("handed_off", await report.AuditActionsAsync());
        Assert.Equal(report.Path + "?done=handed_off", (await operators.HandOffAsync(report, ("Basis", "consent"), ("Words", "Po."), ("Desk", "PS_GJILAN"), ("WithWords", "true"))).Location);

        // The copy remembers whom it must not reach, and only them.
        var officer = await console["officer.gjilan"].BrowserAsync();
        var further = (await officer.GetAsync($"/reports/{await report.CopyAsync():N}/pass-on")).Page.QuerySelectorAll("option").Select(option => option.GetAttribute("value")).ToList();
        Assert.Contains("DESK", further);
        Assert.DoesNotContain("PS_FERIZAJ", further);
        Assert.DoesNotContain("DVU_FERIZAJ", further);
    }

    /// <summary>Threat: with the labels the units complained of would be forgotten, and one of them could get the copy.</summary>
    [Fact]
    public async Task HandOff_LabelsRemovedFromTheDatabase_IsRefusedAndAudited()
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Pa etiketa.");
        await console.Writer.WriteAsync(
            (db, ct) => db.CaseItems.Where(item => item.CaseId == report.Id.Value && item.Kind == Data.CaseItemKind.Labels).ExecuteDeleteAsync(ct), CancellationToken.None);
        var operators = await console["operator.helpline"].BrowserAsync();
        var path = report.Path + "/hand-off";
        Assert.Equal(422, (await operators.HandOffAsync(report, ("Basis", "consent"), ("Words", "Po."), ("Desk", "PS_GJILAN"), ("WithWords", "true"))).Status);
        var actions = await report.AuditActionsAsync();
        Assert.DoesNotContain("handed_off", actions);
        Assert.Contains("altered_found", actions);
    }

    /// <summary>Another window closed the report, or decided, while this one was open: nothing leaves any more.</summary>
    [Fact]
    public async Task HandOff_ClosedOrDecidedMeanwhile_NothingLeaves()
    {
        var first = await console["operator.helpline"].BrowserAsync();
        var second = await console["supervisor.helpline"].BrowserAsync();
        (string, string)[] consent = [("Basis", "consent"), ("Words", "Po."), ("Desk", "PS_GJILAN"), ("WithWords", "true")];
        (string, string)[] danger = [("Basis", "danger_to_life"), ("Words", "Ka armë."), ("Desk", "DESK"), ("WithWords", "true")];
        var closed = await TestReport.ArriveAsync(console, "HELPLINE", "U mbyll.");
        var decided = await TestReport.ArriveAsync(console, "HELPLINE", "U vendos.");
        var sure = FormFields.Of(await first.AskHandOffAsync(closed, consent), "form:has(input[name=Sure])");
        await first.HandOffAsync(closed, danger);
        await first.HandOffAsync(decided, danger);
        var confirmClosed = FormFields.Of(await second.GetAsync(closed.Path), "form[action$=Confirm]");
        var confirmDecided = FormFields.Of(await second.GetAsync(decided.Path), "form[action$=Confirm]");

        await second.SubmitAsync(closed.Path + "/close", closed.Path + "/close", ("Outcome", "concluded"), ("Sure", "true"));
        await console.Writer.WriteAsync((db, ct) => db.HandOffProposals.Where(proposal => proposal.CaseId == decided.Id.Value).ExecuteDeleteAsync(ct), CancellationToken.None);

        Assert.Equal(422, (await sure.SendAsync(first)).Status);
        Assert.Equal(422, (await first.HandOffAsync(closed, danger)).Status);
        Assert.Equal(422, (await confirmClosed.SendAsync(second)).Status);
        Assert.Equal(422, (await confirmDecided.SendAsync(second)).Status);
        Assert.DoesNotContain("handed_off", await closed.AuditActionsAsync());
        Assert.DoesNotContain("handed_off", await decided.AuditActionsAsync());
        Assert.Empty(await ProposalsAsync(closed));
        Assert.Null((await first.GetAsync(closed.Path + "/hand-off")).Page.QuerySelector("#Desk"));
    }

    [Fact]
    public async Task Reason_LongerThanTheFormTakes_IsRefusedAndStaysInTheForm()
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Gjatë.");
        var operators = await console["operator.helpline"].BrowserAsync();
        (string, string)[] Terms(int length) => [("Basis", "consent"), ("Words", new string('p', length)), ("Desk", "PS_GJILAN"), ("WithWords", "true")];

        var refused = await operators.AskHandOffAsync(report, Terms(4001));

        Assert.Equal(422, refused.Status);
        Assert.Contains("too long", refused.Page.QuerySelector("#wrong")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(4001, refused.Page.QuerySelector("#Words")!.TextContent.Length);
        Assert.Equal(200, (await operators.AskHandOffAsync(report, Terms(4000))).Status);
    }

    [Fact]
    public async Task HandOff_OfAPoliceReport_DoesNotExist()
    {
        var report = await TestReport.ArriveAsync(console, "DESK", "E policisë.");
        Assert.Equal(404, (await (await console["supervisor.national"].BrowserAsync()).GetAsync(report.Path + "/hand-off")).Status);
    }

    private static IEnumerable<string?> Told(Answer queue) => queue.Page.QuerySelectorAll(".note--danger a").Select(link => link.GetAttribute("href"));

    private static IEnumerable<string?> Decisions(Answer notices) => notices.Page.QuerySelectorAll("section[aria-labelledby=decide-title] a").Select(link => link.GetAttribute("href"));

    private async Task<List<Guid>> ProposalsAsync(TestReport report)
    {
        await using var db = await console.ReadAsync();
        return await db.HandOffProposals.Where(proposal => proposal.CaseId == report.Id.Value).Select(proposal => proposal.ItemId).ToListAsync();
    }
}

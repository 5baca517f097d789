using ReportingService.Core.Keys;
using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

/// <summary>What rule authors learn from: a dry run over reports, returns from quarantine, bounces.</summary>
public sealed class RuleFeedbackTests(RulesConsole rules) : IClassFixture<RulesConsole>
{
    private RunningConsole Console => rules.Console;

    [Fact]
    public async Task Try_OwnDesksReports_NamesWhatWouldChangeAndOnlyThose()
    {
        var own = await TestReport.ArriveAsync(Console, "PS_GJILAN", "Në Gjilan.");
        var foreign = await TestReport.ArriveAsync(Console, "PS_FERIZAJ", "Në Ferizaj.");
        var address = await rules.WriteAsync("author1.rules", rules.Changed("\"category\": \"theft\", \"unit\": \"PS\"", "\"category\": \"theft\", \"unit\": \"DIA\""));
        Assert.Equal("done=propose", await rules.StepAsync("author1.rules", address, "propose"));
        var officer = await Console["officer.gjilan"].BrowserAsync();

        var page = await officer.SubmitAsync(address + "/try", address + "/try");

        Assert.NotNull(page.Page.QuerySelector("#tried"));
        Assert.NotNull(page.Page.QuerySelector($"a[href='{own.Path}']"));
        Assert.Null(page.Page.QuerySelector($"a[href='{foreign.Path}']"));
        Assert.DoesNotContain("Në Gjilan", page.Text, StringComparison.Ordinal);
        Assert.Equal(["key_opened"], await own.AuditActionsAsync());
        Assert.Empty(await foreign.AuditActionsAsync());
        Assert.Equal(0, (await own.RowAsync()).Version);
    }

    /// <summary>The author of a change that nobody signs learns why, and of whom to ask.</summary>
    [Fact]
    public async Task Decline_SecondPersonSaysNo_AuthorReadsWhoAndWhyAndSignaturesAreForgotten()
    {
        var address = await rules.WriteAsync("author1.rules", rules.Changed("\"category\": \"theft\", \"unit\": \"PS\"", "\"category\": \"theft\", \"unit\": \"DIA\""));
        Assert.Equal("done=propose", await rules.StepAsync("author1.rules", address, "propose"));
        var author = await Console["author1.rules"].BrowserAsync();
        var second = await Console["author2.rules"].BrowserAsync();
        var seen = (await second.GetAsync(address)).Page.QuerySelector($"form[action='{address}/decline'] input[name=Seen]")!.GetAttribute("value")!;

        // Not without a reason of the list, not by the author, and not by somebody who could not sign.
        Assert.Equal(address + "?not=not_possible", (await second.SubmitAsync(address, address + "/decline", ("Seen", seen), ("Why", "other"))).Location);
        Assert.Null((await author.GetAsync(address)).Page.QuerySelector("form[action$='/decline']"));
        Assert.Equal(address + "?not=not_possible", (await author.SubmitAsync(address, address + "/decline", ("Seen", seen), ("Why", "talk"))).Location);
        var officer = await Console["officer.gjilan"].BrowserAsync();
        Assert.Equal(address + "?not=not_possible", (await officer.SubmitAsync(address, address + "/decline", ("Seen", seen), ("Why", "talk"))).Location);

        // Nor by a body that this change does not touch.
        foreach (var body in new[] { "inspector.pik", "supervisor.helpline" })
        {
            var unasked = await Console[body].BrowserAsync();
            Assert.Null((await unasked.GetAsync(address)).Page.QuerySelector("form[action$='/decline']"));
            Assert.Equal(address + "?not=not_possible", (await unasked.SubmitAsync(address, address + "/decline", ("Seen", seen), ("Why", "talk"))).Location);
        }

        Assert.Equal("/rules?done=decline", (await second.SubmitAsync(address, address + "/decline", ("Seen", seen), ("Why", "too_much"))).Location);
        var told = (await author.GetAsync(address)).Page;
        Assert.Contains("author2.rules did not agree: It changes more than its purpose says.", told.QuerySelector(".declined")!.TextContent, StringComparison.Ordinal);
        await using var db = await Console.ReadAsync();
        var id = Guid.ParseExact(address.Split('/')[^1], "N");
        var row = await db.RuleDrafts.AsNoTracking().SingleAsync(draft => draft.Id == id);
        Assert.Equal((RuleDraftState.Writing, null), (row.State, row.AuthorSignature));

        // Proposed once more, the no of before is no more.
        Assert.Equal("done=propose", await rules.StepAsync("author1.rules", address, "propose"));
        Assert.Equal("done=take-back", await rules.StepAsync("author1.rules", address, "take-back"));
        Assert.Null((await author.GetAsync(address)).Page.QuerySelector(".declined"));
    }

    [Fact]
    public async Task NotSpam_ReturnsToRoutingWithTheTimeItArrived()
    {
        var report = await TestReport.ArriveAsync(Console, "SPAM", "Po e vjedhin bakrin.");
        var before = await report.RowAsync();
        var officer = await Console["officer.quarantine"].BrowserAsync();
        Assert.NotNull((await officer.GetAsync(report.Path)).Page.QuerySelector("a[href$='/not-spam']"));

        Assert.Equal(422, (await officer.SubmitAsync(report.Path, report.Path + "/not-spam", ("Category", ""))).Status);
        var answer = await officer.SubmitAsync(report.Path, report.Path + "/not-spam", ("Category", "theft"));

        Assert.Equal("/queue?done=notspam", answer.Location);
        var after = await report.RowAsync();
        Assert.Equal(("DESK", before.CreatedAt, Core.Reports.ReportState.Routed), (after.HolderDesk, after.CreatedAt, after.State));
        Assert.Equal(404, (await officer.GetAsync(report.Path)).Status);
        Assert.Contains("report after all", (await (await Console["supervisor.national"].BrowserAsync()).GetAsync(report.Path)).Text, StringComparison.Ordinal);
        Assert.Contains("report_not_spam", await report.AuditActionsAsync());
    }

    [Fact]
    public async Task NotSpam_OfARestrictedReport_StaysRestricted()
    {
        var report = await TestReport.ArriveAsync(Console, "SPAM", "E kufizuar.", restricted: true);
        var answer = await (await Console["officer.quarantine"].BrowserAsync()).SubmitAsync(report.Path, report.Path + "/not-spam", ("Category", "theft"));
        Assert.Equal("/queue?done=notspam", answer.Location);
        var after = await report.RowAsync();
        Assert.True(after.Restricted);
        Assert.Null(after.Category);
        Assert.Null(after.Municipality);
    }

    [Fact]
    public async Task NotSpam_DeskThatLaterWordsExclude_GetsNothing()
    {
        var report = await TestReport.ArriveAsync(Console, "SPAM", "Jo te ata.");
        await report.ExcludeLaterAsync("DESK");
        var officer = await Console["officer.quarantine"].BrowserAsync();
        Assert.Equal(422, (await officer.SubmitAsync(report.Path, report.Path + "/not-spam", ("Category", "theft"))).Status);
        Assert.Equal("SPAM", (await report.RowAsync()).HolderDesk);
    }

    [Fact]
    public async Task PassOn_CopyFromTheHelpline_NotToQuarantine()
    {
        var report = await TestReport.ArriveAsync(Console, "HELPLINE", "Kopje.");
        await (await Console["operator.helpline"].BrowserAsync()).HandOffAsync(report, ("Basis", "consent"), ("Words", "Po."), ("Desk", "PS_GJILAN"), ("WithWords", "true"));
        var copy = $"/reports/{await report.CopyAsync():N}";
        var officer = await Console["officer.gjilan"].BrowserAsync();
        Assert.DoesNotContain("SPAM", (await officer.GetAsync(copy + "/pass-on")).Page.QuerySelectorAll("option").Select(option => option.GetAttribute("value")));
        Assert.Equal(422, (await officer.SubmitAsync(copy + "/pass-on", copy + "/pass-on", ("Desk", "SPAM"))).Status);

        // The control: a report of the police goes there.
        var own = await TestReport.ArriveAsync(Console, "PS_GJILAN", "Reklamë.");
        Assert.Equal("/queue?done=passed_on", (await officer.SubmitAsync(own.Path + "/pass-on", own.Path + "/pass-on", ("Desk", "SPAM"))).Location);
    }

    [Fact]
    public async Task NotSpam_ProtectedAfterAll_NobodyOfThePoliceKeepsAKeyOrANotice()
    {
        var report = await TestReport.ArriveAsync(Console, "SPAM", "Ma mori dikush telefonin.", told: ["PS_FERIZAJ"]);
        await Console.Writer.WriteAsync(
            (db, _) =>
            {
                db.CaseGrants.Add(new CaseGrant { CaseId = report.Id.Value, HolderKind = HolderKind.Desk, Holder = "PS_FERIZAJ", Epoch = 1, Domain = KeyDomain.Police, WrappedKey = [1] });
                return Task.CompletedTask;
            },
            CancellationToken.None);

        var answer = await (await Console["officer.quarantine"].BrowserAsync()).SubmitAsync(report.Path, report.Path + "/not-spam", ("Category", "police_misconduct"));

        Assert.Equal("/queue?done=notspam", answer.Location);
        await using var after = await Console.ReadAsync();
        Assert.Equal("PIK", (await after.CaseGrants.SingleAsync(grant => grant.CaseId == report.Id.Value)).Holder);
        Assert.False(await after.Notices.AnyAsync(notice => notice.CaseId == report.Id.Value));

        // It becomes restricted by this very move: the list of bounces must not name the town it came from.
        var counted = await after.BounceCounts.SingleAsync(row => row.Reason == "not_spam" && row.ToUnit == "PIK");
        Assert.Equal("", counted.Municipality);
    }

    [Fact]
    public async Task Bounce_IsCountedByRuleWithoutTheReport()
    {
        var open = await TestReport.ArriveAsync(Console, "PS_GJILAN", "Jo e jona.");
        var restricted = await TestReport.ArriveAsync(Console, "PS_GJILAN", "Jo e jona, e kufizuar.", restricted: true);
        var officer = await Console["officer.gjilan"].BrowserAsync();
        foreach (var report in new[] { open, restricted })
        {
            Assert.Equal("/queue?done=bounced", (await officer.SubmitAsync(report.Path + "/bounce", report.Path + "/bounce", ("Reason", "wrong_matter"))).Location);
        }

        var page = await (await Console["author1.rules"].BrowserAsync()).GetAsync("/rules/bounces");

        var rows = page.Page.QuerySelectorAll("tbody tr").Select(row => string.Join(" | ", row.QuerySelectorAll("td").Select(cell => string.Join(' ', cell.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))))).ToList();
        Assert.Contains(rows, row => row.Contains("theft, burglary (theft) 1 | the category is wrong", StringComparison.Ordinal) && row.Contains("Gjilan", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains("a police station | a regional duty desk | –", StringComparison.Ordinal));
        Assert.DoesNotContain(Layout.Names.Short(open.Id.Value), page.Text, StringComparison.Ordinal);
        Assert.Equal(404, (await officer.GetAsync("/rules/bounces")).Status);
    }
}

using System.Reflection;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Labels;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

/// <summary>What the helpline's own report tells after a hand-off, and that a desk gets no second copy by mistake.</summary>
public sealed class FinishedHandOffTests(RunningConsole console) : IClassFixture<RunningConsole>
{
    [Fact]
    public async Task Consent_ItsReportSaysToWhomOnWhatGroundAndWhat_AndNothingOfItStandsInClearWithTheCase()
    {
        var labels = new ReportLabels { Language = Language.Sq, Category = Category.Trafficking, Ticks = new ReportTicks(HelplineOnly: true) };
        var report = await TestReport.ArriveAsync(
            console, "HELPLINE", "Vetëm për linjën.", excluded: Exclusion.Of(labels, console.Routing.Desks), labels: labels, file: new byte[3000]);
        var operators = await console["operator.helpline"].BrowserAsync();
        Assert.Contains("No unit of the police.", Text(await operators.GetAsync(report.Path)), StringComparison.Ordinal);
        Assert.Empty(Lines(await operators.GetAsync(report.Path)));
        Assert.Equal(report.Path + "?done=handed_off", (await ConsentAsync(operators, report, "PS_GJILAN", ("Files", report.FileItem.ToString()))).Location);

        var station = console.Routing.Desks["PS_GJILAN"].NameEn;
        foreach (var reader in new[] { operators, await console["supervisor.helpline"].BrowserAsync() })
        {
            var page = await reader.GetAsync(report.Path);
            var line = Assert.Single(Lines(page));
            Assert.StartsWith($"Handed to {station} on ", line, StringComparison.Ordinal);
            Assert.Contains("(with consent, recorded by operator.helpline)", line, StringComparison.Ordinal);
            Assert.EndsWith("Given: The report's words, File 1 (MP4, 2 KB).", line, StringComparison.Ordinal);
            Assert.Contains($"No unit of the police gets this report. A copy is with: {station}.", Text(page), StringComparison.Ordinal);
        }

        // The queue marks it, for the helpline alone; another report of theirs has no mark.
        var other = await TestReport.ArriveAsync(console, "HELPLINE", "Pa dorëzim.");
        Assert.NotNull((await operators.FindRowAsync(report))!.QuerySelector(".handed"));
        Assert.Null((await operators.FindRowAsync(other))!.QuerySelector(".handed"));

        // Control: the same search finds the desk where it has always stood, in the audit log.
        Assert.DoesNotContain("PS_GJILAN", await RowsAsync(report, withAudit: false), StringComparison.Ordinal);
        Assert.Contains("PS_GJILAN", await RowsAsync(report, withAudit: true), StringComparison.Ordinal);
    }

    /// <summary>A report that came to the helpline by a correction has its sector still in its sealed labels. Only who patrols is shown it, and the copy has none.</summary>
    [Fact]
    public async Task Consent_LabelsNameAPatrolSector_NeitherTheHelplineNorTheCopyShowsIt()
    {
        var labels = new ReportLabels { Language = Language.Sq, Category = Category.DomesticViolence, Sector = "TEST-NORTH" };
        var patrolled = await TestReport.ArriveAsync(console, "PS_GJILAN", "Kontrolli.", labels: labels);
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Sektori.", labels: labels);
        var operators = await console["operator.helpline"].BrowserAsync();
        var officer = await console["officer.gjilan"].BrowserAsync();
        Assert.Contains("Patrol sector", Text(await officer.GetAsync(patrolled.Path)), StringComparison.Ordinal);
        Assert.DoesNotContain("Patrol sector", Text(await operators.GetAsync(report.Path)), StringComparison.Ordinal);

        Assert.NotNull((await ConsentAsync(operators, report, "PS_GJILAN")).Location);
        await using var db = await console.ReadAsync();
        var copy = await db.Cases.Where(row => db.RoutingRecords.Any(record => record.CaseId == row.Id && record.RuleVersion == "hand_off")).OrderByDescending(row => row.CreatedAt).Select(row => row.Id).ToListAsync();
        var pages = await Task.WhenAll(copy.Select(id => officer.GetAsync($"/reports/{id:N}")));
        var own = Assert.Single(pages, page => Text(page).Contains("Sektori.", StringComparison.Ordinal));
        Assert.DoesNotContain("Patrol sector", Text(own), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Consent_DeskHasACopy_NeedsATickAndGivesOneCopyATick()
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Dy herë?");
        var operators = await console["operator.helpline"].BrowserAsync();
        Assert.NotNull((await ConsentAsync(operators, report, "PS_GJILAN")).Location);
        var again = await ConsentAsync(operators, report, "PS_GJILAN");
        Assert.Equal(422, again.Status);
        var tick = again.Page.QuerySelector("input[name=Again][required]")!.GetAttribute("value")!;
        Assert.Contains("already got a copy", again.Page.QuerySelector("#wrong")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("already got a copy", again.Page.QuerySelector("option[value=PS_GJILAN]")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("already got a copy", again.Page.QuerySelector("option[value=DESK]")!.TextContent, StringComparison.Ordinal);
        Assert.Single(Lines(await operators.GetAsync(report.Path)));

        Assert.NotNull((await ConsentAsync(operators, report, "PS_GJILAN", ("Again", tick))).Location);
        Assert.Equal(422, (await ConsentAsync(operators, report, "PS_GJILAN", ("Again", tick))).Status);
        Assert.Equal(2, Lines(await operators.GetAsync(report.Path)).Count);

        // Another desk has none and needs no tick.
        Assert.NotNull((await ConsentAsync(operators, report, "DESK")).Location);
        Assert.Equal(3, (await report.AuditActionsAsync()).Count(action => action == "handed_off"));
    }

    /// <summary>Two people pressing at once: both saw no copy.</summary>
    [Fact]
    public async Task Consent_SentTwiceAtOnce_OneCopy()
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Njëkohësisht.");
        var first = await console["operator.helpline"].BrowserAsync();
        var second = await console["supervisor.helpline"].BrowserAsync();
        var answers = await Task.WhenAll(ConsentAsync(first, report, "PS_GJILAN"), ConsentAsync(second, report, "PS_GJILAN"));
        Assert.Single(answers, answer => answer.Location is not null);
        Assert.Single(await report.AuditActionsAsync(), action => action == "handed_off");
    }

    [Fact]
    public async Task Danger_DeskGotACopyMeanwhile_TheSecondPersonIsWarnedAndTheLineNamesWhoConfirmed()
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Rrezik.");
        var first = await console["operator.helpline"].BrowserAsync();
        var second = await console["supervisor.helpline"].BrowserAsync();
        var path = report.Path + "/hand-off";
        await first.HandOffAsync(report, ("Basis", "danger_to_life"), ("Words", "Kërcënim me armë."), ("Desk", "DESK"), ("WithWords", "true"));
        Assert.Null((await second.GetAsync(report.Path)).Page.QuerySelector("input[name=Again]"));
        await ConsentAsync(first, report, "DESK");
        var page = await second.GetAsync(report.Path);
        var item = page.Page.QuerySelector("input[name=Item]")!.GetAttribute("value")!;
        var tick = page.Page.QuerySelector("input[name=Again][required]")!.GetAttribute("value")!;
        Assert.Equal(422, (await second.SubmitAsync(path, path + "?handler=Confirm", ("Item", item))).Status);
        var done = await second.SubmitAsync(path, path + "?handler=Confirm", ("Item", item), ("Again", tick));
        Assert.Equal(report.Path + "?done=handed_off_danger", done.Location);
        var told = await second.GetAsync(done.Location!);
        Assert.Contains("without consent", told.Page.QuerySelector(".note--done")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("(danger to life, confirmed by supervisor.helpline)", Lines(told)[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("curiosity", "Po.", "PS_GJILAN", "true", "on what ground")]
    [InlineData("consent", " ", "PS_GJILAN", "true", "how consent was given")]
    [InlineData("consent", "Po.", "PS_GJILAN", "false", "Tick what is handed off")]
    [InlineData("consent", "Po.", "", "true", "Choose the desk")]
    [InlineData("consent", "Po.", "SPAM", "true", "This desk can't get it")]
    [InlineData("consent", "Po.", "INFO", "true", "This desk can't get it")]
    public async Task Terms_SomethingIsMissing_TheAnswerNamesIt(string basis, string reason, string desk, string words, string says)
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Çka mungon?");
        var operators = await console["operator.helpline"].BrowserAsync();
        var path = report.Path + "/hand-off";
        var answer = await operators.HandOffAsync(report, ("Basis", basis), ("Words", reason), ("Desk", desk), ("WithWords", words));
        Assert.Equal(422, answer.Status);
        Assert.Contains(says, answer.Page.QuerySelector("#wrong")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("handed_off", await report.AuditActionsAsync());
    }

    /// <summary>Over a hundred desks are offered: what is near the matter comes first, and what works on no cases not at all.</summary>
    [Fact]
    public async Task Desks_OfTheMunicipality_ComeFirst()
    {
        var gjilan = await OfferedAsync("gjilan");
        var ferizaj = await OfferedAsync("ferizaj");
        Assert.Equal("PS_GJILAN", gjilan[0]);
        Assert.Equal("PS_FERIZAJ", ferizaj[0]);
        Assert.Equal(gjilan.Order(), ferizaj.Order());
        Assert.DoesNotContain(gjilan, code => code is "SPAM" or "INFO");

        async Task<List<string>> OfferedAsync(string municipality)
        {
            var labels = new ReportLabels { Language = Language.Sq, Category = Category.DomesticViolence, Municipality = municipality };
            var report = await TestReport.ArriveAsync(console, "HELPLINE", "Ku?", labels: labels);
            var page = await (await console["operator.helpline"].BrowserAsync()).GetAsync(report.Path + "/hand-off");
            return [.. page.Page.QuerySelectorAll("#Desk option").Select(option => option.GetAttribute("value")).OfType<string>().Where(code => code.Length > 0)];
        }
    }

    private static Task<Answer> ConsentAsync(Browser who, TestReport report, string desk, params (string Name, string Value)[] also)
        => who.HandOffAsync(report, [("Basis", "consent"), ("Words", "Po."), ("Desk", desk), ("WithWords", "true"), .. also]);

    private static List<string> Lines(Answer page) => [.. page.Page.QuerySelectorAll("section[aria-labelledby=handed-title] li").Select(line => line.TextContent.Trim())];

    private static string Text(Answer page) => page.Page.Body!.TextContent;

    /// <summary>Every row of the database that has the report's id, as text.</summary>
    private async Task<string> RowsAsync(TestReport report, bool withAudit)
    {
        var row = await report.RowAsync();
        await using var db = await console.ReadAsync();
        List<object> rows =
        [
            row,
            .. await db.CaseItems.AsNoTracking().Where(one => one.CaseId == row.Id).ToListAsync(),
            .. await db.CaseGrants.AsNoTracking().Where(one => one.CaseId == row.Id).ToListAsync(),
            .. await db.CaseMessages.AsNoTracking().Where(one => one.CaseId == row.Id).ToListAsync(),
            .. await db.Notices.AsNoTracking().Where(one => one.CaseId == row.Id).ToListAsync(),
            .. await db.RoutingRecords.AsNoTracking().Where(one => one.CaseId == row.Id).ToListAsync(),
            .. await db.HandOffProposals.AsNoTracking().Where(one => one.CaseId == row.Id).ToListAsync(),
        ];
        if (withAudit)
        {
            var name = row.AuditId.ToString("N");
            rows.AddRange(await db.AuditEntries.AsNoTracking().Where(entry => entry.Subject == name).ToListAsync());
        }

        return string.Join('\n', rows.SelectMany(one => one.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => property.GetValue(one) is byte[] bytes ? Encoding.Latin1.GetString(bytes) : $"{property.GetValue(one)}")));
    }
}

using ReportingService.Core.Reports;
using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

/// <summary>Consent and the answer it is read from: nothing leaves past a "no" that nobody has read.</summary>
public sealed class HandOffConsentTests(RunningConsole console) : IClassFixture<RunningConsole>
{
    private static readonly (string, string)[] Consent = [("Basis", "consent"), ("Words", "U pajtua."), ("Desk", "PS_GJILAN"), ("WithWords", "true")];

    [Fact]
    public async Task Form_UnreadAnswer_StandsBesideTheGroundAndIsReadByShowingIt()
    {
        var (report, operators) = await AskedAsync("A pajtoheni?");
        await report.AnswerAsync("Jo, mos i tregoni policisë.");
        Assert.Equal(ReportState.Answered, (await report.RowAsync()).State);

        var form = await operators.GetAsync(report.Path + "/hand-off");

        var said = form.Page.QuerySelectorAll(".exchange .talk__words").Select(words => words.TextContent);
        Assert.Equal(["A pajtoheni?", "Jo, mos i tregoni policisë."], said);
        Assert.NotEqual(ReportState.Answered, (await report.RowAsync()).State);
    }

    [Fact]
    public async Task Consent_WithAnAnswer_LeavesOnlyOnceSomebodySaysItAgrees()
    {
        var (report, operators) = await AskedAsync("A pajtoheni?");
        await report.AnswerAsync("Po.");
        var sure = await operators.AskHandOffAsync(report, Consent);
        Assert.Equal("Po.", sure.Page.QuerySelectorAll(".exchange .talk__words").Last().TextContent);

        var unticked = await FormFields.Of(sure, "form:has(input[name=Sure])").SendAsync(operators);
        Assert.Equal(422, unticked.Status);
        Assert.Contains("read the answer", unticked.Page.QuerySelector("#wrong")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("handed_off", await report.AuditActionsAsync());

        var ticked = await FormFields.Of(unticked, "form:has(input[name=Sure])").With("Agrees", "true").SendAsync(operators);
        Assert.Equal(report.Path + "?done=handed_off", ticked.Location);
    }

    /// <summary>Also when a colleague has read the new answer meanwhile: this person has not.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Consent_AnswerComesAfterThePage_IsShownBeforeAnythingLeaves(bool colleagueReads)
    {
        var (report, operators) = await AskedAsync("A pajtoheni?");
        await report.AnswerAsync("Po.");
        var sure = FormFields.Of(await operators.AskHandOffAsync(report, Consent), "form:has(input[name=Sure])").With("Agrees", "true");
        await report.AnswerAsync("Ndërrova mendje: jo.");
        if (colleagueReads)
        {
            await (await console["supervisor.helpline"].BrowserAsync()).GetAsync(report.Path);
        }

        var refused = await sure.SendAsync(operators);

        Assert.Equal(422, refused.Status);
        Assert.Contains("Ndërrova mendje: jo.", refused.Page.QuerySelector(".exchange")!.TextContent, StringComparison.Ordinal);
        Assert.Null(refused.Page.QuerySelector("#agrees[checked]"));
        Assert.DoesNotContain("handed_off", await report.AuditActionsAsync());
    }

    [Fact]
    public async Task Danger_SecondPerson_ReadsTheLastAnsweredQuestionBesideTheGround()
    {
        var (report, operators) = await AskedAsync("A jeni të sigurt tani?");
        await report.AnswerAsync("Jo, ai është te dera.");
        await operators.SubmitAsync(report.Path, report.Path + "/ask", ("Words", "Po vijmë."));
        await operators.HandOffAsync(report, ("Basis", "danger_to_life"), ("Words", "Te dera."), ("Desk", "DESK"), ("WithWords", "true"));

        var decide = (await (await console["supervisor.helpline"].BrowserAsync()).GetAsync(report.Path + "/hand-off")).Page.QuerySelector(".note--danger:has(form[action$=Confirm])")!;

        // The later message of the unit does not push the answered question out of sight.
        Assert.Equal(["A jeni të sigurt tani?", "Jo, ai është te dera.", "Po vijmë."], decide.QuerySelectorAll(".exchange .talk__words").Select(words => words.TextContent));
    }

    private async Task<(TestReport Report, Browser Operators)> AskedAsync(string question)
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Fjalët.");
        var operators = await console["operator.helpline"].BrowserAsync();
        await operators.GetAsync(report.Path);
        await operators.SubmitAsync(report.Path, report.Path + "/ask", ("Words", question));
        return (report, operators);
    }
}

using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

/// <summary>Writing routing rules and putting them in force.</summary>
public sealed class RuleTests(RulesConsole rules) : IClassFixture<RulesConsole>
{
    private RunningConsole Console => rules.Console;

    [Fact]
    public async Task Write_FaultyText_NamesLineAndReasonInTheAuthorsLanguageAndCannotBeProposed()
    {
        var address = await rules.WriteAsync("author1.rules", rules.Changed("\"otherwise\": \"drugs\"", "\"otherwise\": \"drogs\""));
        var author = await Console["author1.rules"].BrowserAsync();

        var english = await author.GetAsync(address);
        author.Cookies.Add(Console.Address, new System.Net.Cookie("console-language", "sq"));
        var albanian = await author.GetAsync(address);
        author.Cookies.Add(Console.Address, new System.Net.Cookie("console-language", "en"));

        var line = 1 + System.Text.Encoding.UTF8.GetString(rules.Rules.Last.Content).Split('\n').ToList().FindIndex(text => text.Contains("\"otherwise\": \"drugs\"", StringComparison.Ordinal));
        Assert.Contains($"Line {line}:", english.Page.QuerySelector("#fault")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("which is not a rule", english.Page.QuerySelector("#fault")!.TextContent, StringComparison.Ordinal);
        Assert.Contains($"Rreshti {line}:", albanian.Page.QuerySelector("#fault")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("nuk është rregull", albanian.Page.QuerySelector("#fault")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("drogs", english.Page.QuerySelector("#Text")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("not=faulty", await rules.StepAsync("author1.rules", address, "propose"));
    }

    [Fact]
    public async Task Activate_TwoPeople_InForceWithBothOnRecordAndNeverByTheAuthorAlone()
    {
        var before = rules.Rules.Number;
        var address = await rules.WriteAsync("author1.rules", rules.Changed("\"unit\": \"CRSSU\"", "\"unit\": \"WCI\""));
        var shown = (await (await Console["author1.rules"].BrowserAsync()).GetAsync(address)).Page.QuerySelector(".changes")!.TextContent;
        Assert.Contains("War Crimes", shown, StringComparison.OrdinalIgnoreCase);

        Assert.Equal("not=not_possible", await rules.StepAsync("author2.rules", address, "activate"));
        Assert.Equal("done=propose", await rules.StepAsync("author1.rules", address, "propose"));
        Assert.Equal("not=one_person", await rules.StepAsync("author1.rules", address, "activate"));
        Assert.Equal(before, rules.Rules.Number);
        Assert.Equal("done=activate", await rules.StepAsync("author2.rules", address, "activate"));

        Assert.Equal(before + 1, rules.Rules.Number);
        Assert.EndsWith("+" + (before + 1), Console.Routing.Rules.Version, StringComparison.Ordinal);
        Assert.Equal("WCI", Console.Routing.Rules.Find("heritage")!.Unit);
        var list = await (await Console["officer.gjilan"].BrowserAsync()).GetAsync("/rules");
        Assert.Contains("author1.rules", list.Text, StringComparison.Ordinal);
        Assert.Contains("author2.rules", list.Text, StringComparison.Ordinal);

        // A version's own page says who signed it and what it changed.
        var version = await (await Console["officer.gjilan"].BrowserAsync()).GetAsync($"/rules/versions/{before + 1}");
        var signed = version.Page.QuerySelector("dl.facts")!.TextContent;
        Assert.Contains("author1.rules", signed, StringComparison.Ordinal);
        Assert.Contains("author2.rules", signed, StringComparison.Ordinal);
        Assert.NotNull(version.Page.QuerySelector(".changes"));
        await using var db = await Console.ReadAsync();
        Assert.Contains(await db.AuditEntries.AsNoTracking().ToListAsync(), entry => entry.Action == "rules_in_force" && entry.Subject == $"version:{before + 1}" && entry.Actor == Console["author2.rules"].Id.ToString("N"));

        // Going back is a change like any other.
        var back = (await (await Console["author2.rules"].BrowserAsync()).SubmitAsync("/rules", "/rules/begin", ("Restores", before.ToString(System.Globalization.CultureInfo.InvariantCulture)))).Location!;
        Assert.Equal("done=propose", await rules.StepAsync("author2.rules", back, "propose"));
        Assert.Equal("not=one_person", await rules.StepAsync("author2.rules", back, "activate"));
        Assert.Equal("done=activate", await rules.StepAsync("author1.rules", back, "activate"));
        Assert.Equal((before + 2, "CRSSU"), (rules.Rules.Number, Console.Routing.Rules.Find("heritage")!.Unit));
    }

    [Fact]
    public async Task Activate_TouchesInspectorateAndHelpline_OnlyWithBothSignatures()
    {
        var text = rules.Changed("\"id\": \"national\", \"unit\": \"DESK\", \"urgency\": {\"base\": \"normal\"}", "\"id\": \"national\", \"unit\": \"DESK\", \"urgency\": {\"base\": \"low\"}");
        var address = await rules.WriteAsync("author1.rules", text);
        Assert.Equal("done=propose", await rules.StepAsync("author1.rules", address, "propose"));

        Assert.Equal("not=body_missing", await rules.StepAsync("author2.rules", address, "activate"));
        Assert.Equal("not=not_possible", await rules.StepAsync("officer.gjilan", address, "co-sign"));
        Assert.Equal("not=not_possible", await rules.StepAsync("operator.helpline", address, "co-sign"));
        Assert.Equal("not=not_possible", await rules.StepAsync("supervisor.national", address, "co-sign"));
        Assert.Equal("404", await rules.StepAsync("author3.rules", address, "co-sign"));
        Assert.Equal("done=co-sign", await rules.StepAsync("inspector.pik", address, "co-sign"));
        Assert.Equal("not=body_missing", await rules.StepAsync("author2.rules", address, "activate"));
        Assert.Equal("done=co-sign", await rules.StepAsync("supervisor.helpline", address, "co-sign"));
        Assert.Equal("done=activate", await rules.StepAsync("author2.rules", address, "activate"));
    }

    [Fact]
    public async Task EveryStep_WrongRole_NotThere()
    {
        var address = await rules.WriteAsync("author1.rules", rules.Changed("\"unit\": \"CYBER\"", "\"unit\": \"DOC\""));
        foreach (var name in new[] { "administrator.test", "auditor.test", "officer.gjilan", "supervisor.helpline" })
        {
            foreach (var step in new[] { "propose", "take-back", "drop", "activate" })
            {
                Assert.Equal("404", await rules.StepAsync(name, address, step));
            }

            var browser = await Console[name].BrowserAsync();
            Assert.Equal(404, (await browser.SubmitAsync("/account", "/rules/begin")).Status);
            Assert.Equal(404, (await browser.SubmitAsync("/account", address, ("Text", "{}"), ("Seen", "0"))).Status);
            Assert.Equal(404, (await browser.GetAsync(address)).Status);
        }

        // Another author neither reads what is only being written nor changes it.
        Assert.Equal(404, (await (await Console["author2.rules"].BrowserAsync()).GetAsync(address)).Status);
        Assert.Equal("not=not_possible", await rules.StepAsync("author2.rules", address, "drop"));
    }

    [Fact]
    public async Task Administrator_MakesRuleAuthorsButWithoutCustodianNothingIsSigned()
    {
        var administrator = await Console["administrator.test"].BrowserAsync();
        var made = await administrator.SubmitAsync("/accounts/new", "/accounts/new", ("UserName", "author.invited"), ("Role", "rule_author"));
        Assert.NotNull(made.Page.QuerySelector("#invite-link"));
        var withDesk = await administrator.SubmitAsync("/accounts/new", "/accounts/new", ("UserName", "author.withdesk"), ("Role", "rule_author"), ("Desks", "PS_GJILAN"));
        Assert.Equal(422, withDesk.Status);

        await Console.NewPersonAsync("author.unsigned", AccountRole.RuleAuthor);
        var address = await rules.WriteAsync("author.unsigned", rules.Changed("\"unit\": \"CYBER\"", "\"unit\": \"DOC\""));
        Assert.Equal("not=no_key", await rules.StepAsync("author.unsigned", address, "propose"));
        var browser = await Console["author.unsigned"].BrowserAsync();
        await browser.SubmitAsync("/rules", "/rules/key");
        Assert.NotNull((await browser.GetAsync("/rules")).Page.QuerySelector(".fingerprint"));
        Assert.Equal("not=no_key", await rules.StepAsync("author.unsigned", address, "propose"));
        await Console.SignRuleAuthorsAsync();
        Assert.Equal("done=propose", await rules.StepAsync("author.unsigned", address, "propose"));
    }

    /// <summary>Half a surrogate pair is no text: a line that says so, not a page that fails.</summary>
    [Fact]
    public async Task Write_HalfASurrogatePair_NamesTheLine()
    {
        var address = await rules.WriteAsync("author1.rules", "{\n  \"version\": \"\\ud800\"\n}");

        var answer = await (await Console["author1.rules"].BrowserAsync()).GetAsync(address);

        Assert.Equal(200, answer.Status);
        Assert.Contains("Line 2:", answer.Page.QuerySelector("#fault")!.TextContent, StringComparison.Ordinal);
    }
}

using ReportingService.Core.Keys;
using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

public sealed class RuleTests(RulesConsole rules) : IClassFixture<RulesConsole>
{
    private const string Theft = "\"id\": \"theft\", \"category\": \"theft\", \"unit\": \"PS\", \"otherwise\": \"regional\", \"urgency\": {\"base\": \"";

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

    [Fact]
    public async Task StaleForm_WritesOverNothingAndKeepsWhatWasTyped()
    {
        var address = await rules.WriteAsync("author1.rules", rules.Changed("\"unit\": \"CYBER\"", "\"unit\": \"DOC\""));
        var author = await Console["author1.rules"].BrowserAsync();

        var answer = await author.SubmitAsync(address, address, ("Text", "from the other window"), ("Purpose", "x"), ("Seen", "0"));

        Assert.Equal(409, answer.Status);
        Assert.Equal("from the other window", answer.Page.QuerySelector("#Text")!.TextContent.Trim());
        Assert.DoesNotContain("from the other window", (await author.GetAsync(address)).Text, StringComparison.Ordinal);
        Assert.Equal("not=stale", await rules.StepAsync("author1.rules", address, "propose", seen: "0"));
        Assert.Equal("done=propose", await rules.StepAsync("author1.rules", address, "propose"));
        Assert.Equal("not=stale", await rules.StepAsync("author2.rules", address, "activate", seen: "1"));
    }

    /// <summary>
    /// Threat: the database shows every signer one text and has another signed. Between page and click the text is exchanged, afterwards
    /// it is put back; on each of the three steps nothing is signed and it is on record. The same step goes through when nobody does so.
    /// </summary>
    [Fact]
    public async Task TextExchanged_BetweenPageAndClick_NothingIsSigned()
    {
        var (good, other) = ("\"base\": \"high\", \"urgent\": [\"injury\", \"in_custody\"", "\"base\": \"normal\", \"urgent\": [\"injury\", \"in_custody\"");
        var shown = rules.Changed(good, other).Replace("\"unit\": \"THBDI\", \"otherwise\": \"national\"", "\"unit\": \"WCI\", \"otherwise\": \"national\"", StringComparison.Ordinal);
        var hidden = shown.Replace("\"unit\": \"CYBER\"", "\"unit\": \"DOC\"", StringComparison.Ordinal);
        Assert.NotEqual(shown, hidden);
        var before = rules.Rules.Number;
        var address = await rules.WriteAsync("author1.rules", shown);

        (string Who, string Step, string Action)[] steps =
        [
            ("author1.rules", "propose", "rules_proposed"), ("inspector.pik", "co-sign", "rules_co_signed"),
            ("supervisor.helpline", "co-sign", "rules_co_signed"), ("author2.rules", "activate", "rules_activated"),
        ];
        foreach (var (who, step, action) in steps)
        {
            Assert.Equal("not=stale", await rules.StepAsync(who, address, step, meanwhile: () => rules.ExchangeAsync(address, System.Text.Encoding.UTF8.GetBytes(hidden))));
            Assert.Equal(1, await rules.ExchangeAsync(address, System.Text.Encoding.UTF8.GetBytes(shown)));
            await using var db = await Console.ReadAsync();
            var id = Guid.ParseExact(address.Split('/')[^1], "N");
            var row = await db.RuleDrafts.AsNoTracking().SingleAsync(draft => draft.Id == id);
            Assert.Equal((step == "propose", step == "propose" || who == "inspector.pik", step == "propose" || step == "co-sign"), (row.AuthorSignature is null, row.PikSignature is null, row.HelplineSignature is null));
            Assert.Equal(before, await db.RuleVersions.MaxAsync(version => (int?)version.Number) ?? 0);
            Assert.Contains(
                await db.AuditEntries.AsNoTracking().ToListAsync(),
                entry => entry.Action == "rules_not_as_shown" && entry.Subject == "draft:" + id.ToString("N") && entry.Detail == action && entry.Actor == Console[who].Id.ToString("N"));

            Assert.Equal("done=" + step, await rules.StepAsync(who, address, step));
        }

        Assert.Equal((before + 1, shown), (rules.Rules.Number, System.Text.Encoding.UTF8.GetString(rules.Rules.Last.Content)));
    }

    [Fact]
    public async Task TextExchanged_AfterItsAuthorSavedIt_ProposedOnlyOnceTheAuthorIsTold()
    {
        var address = await rules.WriteAsync("author1.rules", rules.Changed("\"unit\": \"CYBER\"", "\"unit\": \"DIA\""));
        await rules.ExchangeAsync(address, System.Text.Encoding.UTF8.GetBytes(rules.Changed("\"unit\": \"CYBER\"", "\"unit\": \"DAT\"")));

        Assert.Equal("not=stale", await rules.StepAsync("author1.rules", address, "propose"));
        Assert.Equal("done=propose", await rules.StepAsync("author1.rules", address, "propose"));
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

    [Fact]
    public async Task TwoAuthors_AtOnce_TheSecondMustLookAgain()
    {
        var one = await rules.WriteAsync("author1.rules", rules.Changed("\"unit\": \"DAT\"", "\"unit\": \"DIA\""));
        var two = await rules.WriteAsync("author2.rules", rules.Changed("\"category\": \"corruption_official\", \"unit\": \"DIECC\"", "\"category\": \"corruption_official\", \"unit\": \"DOC\""));
        Assert.Equal("done=propose", await rules.StepAsync("author1.rules", one, "propose"));
        Assert.Equal("done=propose", await rules.StepAsync("author2.rules", two, "propose"));

        var outcomes = await Task.WhenAll(rules.StepAsync("author3.rules", one, "activate"), rules.StepAsync("author1.rules", two, "activate"));

        Assert.Single(outcomes, "done=activate");
        Assert.Single(outcomes, "not=behind");
        var late = outcomes[0] == "not=behind" ? one : two;
        Assert.Equal("not=behind", await rules.StepAsync("author3.rules", late, "activate"));
        var author = late == one ? "author1.rules" : "author2.rules";
        Assert.Equal("done=take-back", await rules.StepAsync(author, late, "take-back"));

        // The other's change is undone by the older text: the page says so before it is proposed again.
        Assert.Equal(2, (await (await Console[author].BrowserAsync()).GetAsync(late)).Page.QuerySelectorAll(".changes li").Length);
    }

    /// <summary>Threat: a row of the table is forged. The console's own process refuses it as Triage does, says so, and puts nothing on top of it.</summary>
    [Fact]
    public async Task ForgedVersion_RefusedSaidOnThePageAndNothingGoesOnTop()
    {
        await rules.PutInForceAsync(rules.Changed(Theft + "normal", Theft + "high"));
        var number = rules.Rules.Number;
        var address = await rules.WriteAsync("author1.rules", rules.Changed(Theft + "high", Theft + "normal"));
        Assert.Equal("done=propose", await rules.StepAsync("author1.rules", address, "propose"));
        await Console.Writer.WriteAsync(
            async (db, ct) =>
            {
                var last = await db.RuleVersions.AsNoTracking().SingleAsync(version => version.Number == number, ct);
                db.RuleVersions.Add(new RuleVersion
                {
                    Number = number + 1,
                    Content = System.Text.Encoding.UTF8.GetBytes(rules.Changed("\"unit\": \"EMERG\"", "\"unit\": \"SPAM\"")),
                    Purpose = "",
                    Author = last.Author,
                    AuthorSignature = last.AuthorSignature,
                    Activator = last.Activator,
                    ActivatorSignature = last.ActivatorSignature,
                    ActivatedAt = last.ActivatedAt,
                });
            },
            CancellationToken.None);
        try
        {
            var page = await (await Console["author1.rules"].BrowserAsync()).GetAsync("/rules");
            Assert.Contains("is not used", page.Page.QuerySelector(".note--danger")!.TextContent, StringComparison.Ordinal);
            Assert.Equal("EMERG", Console.Routing.Rules.Find("emergency")!.Unit);
            Assert.Equal("not=broken", await rules.StepAsync("author2.rules", address, "activate"));
        }
        finally
        {
            await Console.Writer.WriteAsync((db, ct) => db.RuleVersions.Where(version => version.Number == number + 1).ExecuteDeleteAsync(ct), CancellationToken.None);
        }

        Assert.Null((await (await Console["author1.rules"].BrowserAsync()).GetAsync("/rules")).Page.QuerySelector(".note--danger"));
        Assert.Equal("done=activate", await rules.StepAsync("author2.rules", address, "activate"));
    }

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
        Assert.Contains(rows, row => row.Contains("theft 1 | the category is wrong", StringComparison.Ordinal) && row.Contains("Gjilan", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains("a police station | a regional directorate | –", StringComparison.Ordinal));
        Assert.DoesNotContain(Layout.Names.Short(open.Id.Value), page.Text, StringComparison.Ordinal);
        Assert.Equal(404, (await officer.GetAsync("/rules/bounces")).Status);
    }
}

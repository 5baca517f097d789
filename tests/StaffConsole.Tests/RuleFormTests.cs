using System.Text;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Routing;
using ReportingService.StaffConsole.Tests.Running;
using ReportingService.StaffConsole.WriteRules;
using ReportingService.TestKit;

namespace ReportingService.StaffConsole.Tests;

/// <summary>A rule read and written as a form, without scripts.</summary>
public sealed class RuleFormTests(RulesConsole rules) : IClassFixture<RulesConsole>
{
    private const string RuleOnPage = "main form";
    private readonly byte[] file = File.ReadAllBytes(Path.Combine(RepositoryRoot.Path, "infra", "routing", "rules.json"));

    private RunningConsole Console => rules.Console;

    [Fact]
    public void Put_EveryRuleUnchanged_LeavesEveryLetterOfTheFile()
    {
        var text = RuleText.Of(file)!;
        Assert.True(text.Rules.Count > 20);
        Assert.All(Enumerable.Range(0, text.Rules.Count), rule => Assert.Equal(file, text.Put(rule, text.Rules[rule], text.PlaceOf(rule)).Content));

        var street = text.Rules.ToList().FindIndex(rule => rule.Id == "drugs.street");
        text.Rules[street].Unit = "NARC";
        var changed = LineDifference.Between(Encoding.UTF8.GetString(file), Encoding.UTF8.GetString(text.Put(street, text.Rules[street], 1).Content));
        Assert.Equal(["-", "+"], changed.Where(line => line.Sign != ' ' && line.Text.Contains("\"id\"", StringComparison.Ordinal)).Select(line => line.Sign.ToString()));
    }

    [Fact]
    public void Put_AnotherPlaceOrOneMoreOrOneLess_IsTheOrderInWhichRulesAreAsked()
    {
        var text = RuleText.Of(file)!;
        var street = text.Rules.ToList().FindIndex(rule => rule.Id == "drugs.street");

        Assert.Equal(["drugs", "drugs.street"], Of(text.Put(street, text.Rules[street], 2).Content));
        Assert.Equal(["more", "drugs.street", "drugs"], Of(text.Put(null, new RuleForm { Id = "more", Category = "drugs" }, 1).Content));
        Assert.Equal(["drugs"], Of(text.Without(street)));
        Assert.Equal("regional", RuleText.Of(text.WithFallback("regional"))!.Fallback);

        static List<string?> Of(byte[] content) => [.. RuleText.Of(content)!.Rules.Where(rule => rule.Category == "drugs").Select(rule => rule.Id)];
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"rules\": 3}")]
    [InlineData("{\"rules\": [{\"id\": \"\\ud800\"}]}")]
    [InlineData("{\"rules\": []")]
    public void Of_TextThatIsNoListOfRules_IsLeftToTheExpertView(string text) => Assert.Null(RuleText.Of(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public async Task Form_OneRuleSaved_ChangesThatRuleAloneAndIsProposedLikeAnyChange()
    {
        var author = await Console["author1.rules"].BrowserAsync();
        var address = await BeginAsync("author1.rules");
        var before = await TextAsync(address);

        var form = await FormAsync(author, address, "heritage");
        Assert.Equal(["CRSSU"], form["Rule.Unit"]);
        Assert.Equal(["recent", "evidence_offered"], form["Rule.High"]);
        var saved = await form.With("Rule.Unit", "WCI").With("Rule.High", "evidence_offered").With("Rule.Told[1].Unit", "PIK").With("Rule.Told[1].WhenAny", "possible_insider").SendAsync(author);

        Assert.StartsWith(address + "?done=saved#r-", saved.Location, StringComparison.Ordinal);
        Assert.Equal(
            before.Replace("\"CRSSU\"", "\"WCI\"", StringComparison.Ordinal).Replace("\"alsoNotify\": [\"PS\"], \"urgency\": {\"base\": \"normal\", \"high\": [\"recent\", \"evidence_offered\"]", "\"alsoNotify\": [\"PS\", {\"unit\": \"PIK\", \"whenAny\": [\"possible_insider\"]}], \"urgency\": {\"base\": \"normal\", \"high\": [\"evidence_offered\"]", StringComparison.Ordinal),
            await TextAsync(address));
        var shown = (await author.GetAsync(address)).Page;
        Assert.Contains("War Crimes", shown.QuerySelector(".changes")!.TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("(WCI)", shown.QuerySelector(".changes")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("done=propose", await rules.StepAsync("author1.rules", address, "propose"));

        // What is proposed is fixed: its form is gone, and everybody reads it rule by rule.
        Assert.Equal(address, (await author.GetAsync(address + "/rules/1")).Location);
        var officer = await (await Console["officer.gjilan"].BrowserAsync()).GetAsync(address);
        Assert.Contains("possible insider", officer.Page.QuerySelector("section.rule:has(.tag--urgent) .facts")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(officer.Page.QuerySelectorAll(".rule a.button"));
    }

    [Fact]
    public async Task Form_FaultyRule_IsKeptAndTheFieldSaysWhyInTheAuthorsLanguage()
    {
        var author = await Console["author1.rules"].BrowserAsync();
        var address = await BeginAsync("author1.rules");
        var saved = await (await FormAsync(author, address, "theft.series")).With("Rule.Otherwise", "nowhere").SendAsync(author);

        Assert.StartsWith(address + "/rules/", saved.Location, StringComparison.Ordinal);
        author.Cookies.Add(Console.Address, new System.Net.Cookie("console-language", "sr-Latn"));
        var serbian = await author.GetAsync(saved.Location!);
        author.Cookies.Add(Console.Address, new System.Net.Cookie("console-language", "en"));
        Assert.Contains("nije pravilo", serbian.Page.QuerySelector(".field--wrong:has(#otherwise) .wrong")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("#otherwise", serbian.Page.QuerySelector("#fault a")!.GetAttribute("href"));
        Assert.Single(serbian.Page.QuerySelectorAll(".field--wrong"));
        Assert.Equal("not=faulty", await rules.StepAsync("author1.rules", address, "propose"));

        // A name that is missing is said of its own field, and a fault of another rule leads there from the draft's page.
        var nameless = await (await FormAsync(author, saved.Location!)).With("Rule.Otherwise", "regional").With("Rule.Id", "").SendAsync(author);
        Assert.NotNull((await author.GetAsync(nameless.Location!)).Page.QuerySelector(".field--wrong #id"));
        var named = await (await FormAsync(author, nameless.Location!)).With("Rule.Id", "theft.series").With("Rule.WhenAny").SendAsync(author);
        Assert.StartsWith(address + "?done=saved", named.Location, StringComparison.Ordinal);
        var draft = (await author.GetAsync(address)).Page;
        var link = draft.QuerySelector("#fault a")!.GetAttribute("href")!;
        Assert.NotNull((await author.GetAsync(link)).Page.QuerySelector(".field--wrong #place"));
    }

    [Fact]
    public async Task Form_OtherWindowSavedFirst_KeepsWhatWasTypedAndWritesItIntoTheSameRule()
    {
        var author = await Console["author2.rules"].BrowserAsync();
        var address = await BeginAsync("author2.rules");
        var first = await FormAsync(author, address, "cybercrime");
        var other = await FormAsync(author, address + "/rules/new?category=emergency");
        await other.With("Rule.Id", "emergency.fire").With("Rule.Unit", "EMERG").With("Rule.WhenAny", "fire").With("Rule.Base", "emergency").SendAsync(author);

        var stale = await first.With("Rule.Unit", "DOC").SendAsync(author);
        Assert.Equal(409, stale.Status);
        var again = FormFields.Of(stale, RuleOnPage);
        Assert.Equal("DOC", Assert.Single(again["Rule.Unit"]));
        await again.SendAsync(author);

        var text = RuleText.Of(Encoding.UTF8.GetBytes(await TextAsync(address)))!;
        Assert.Equal("DOC", text.Rules.Single(rule => rule.Id == "cybercrime").Unit);
        Assert.Equal(["emergency.fire", "emergency"], text.Rules.Where(rule => rule.Category == "emergency").Select(rule => rule.Id));
        Assert.Null((await author.GetAsync(address)).Page.QuerySelector("#fault"));
    }

    /// <summary>The form writes one rule into the stored text: the rest must be what the author saved, or he would save somebody else's words as his.</summary>
    [Fact]
    public async Task Form_StoredTextWasExchanged_IsRefusedOnceAndOnRecord()
    {
        var author = await Console["author2.rules"].BrowserAsync();
        var address = await BeginAsync("author2.rules");
        var form = await FormAsync(author, address, "cybercrime");
        var planted = (await TextAsync(address)).Replace("\"CRSSU\"", "\"WCI\"", StringComparison.Ordinal);
        await rules.ExchangeAsync(address, Encoding.UTF8.GetBytes(planted));

        var refused = await form.With("Rule.Unit", "DOC").SendAsync(author);

        Assert.Equal(409, refused.Status);
        Assert.Equal(planted, await TextAsync(address));
        await using var db = await Console.ReadAsync();
        Assert.Contains(await db.AuditEntries.AsNoTracking().ToListAsync(), entry => entry.Action == "rules_not_as_shown" && entry.Subject == "draft:" + address.Split('/')[^1]);

        // Who was told of it looks at it; saving again is then meant.
        Assert.StartsWith(address + "?done=saved", (await FormFields.Of(refused, RuleOnPage).SendAsync(author)).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_RuleTakenOutAndFallbackChosen_AreInTheText()
    {
        var author = await Console["author3.rules"].BrowserAsync();
        var address = await BeginAsync("author3.rules");
        var unsure = await (await FormAsync(author, address, "robbery.series")).With("Do", "remove").SendAsync(author);
        var asked = (await author.GetAsync(unsure.Location!.Split('#')[0])).Page.QuerySelector("#remove")!;
        Assert.NotNull(asked.QuerySelector("input[name=Sure][required]"));
        Assert.True(asked.HasAttribute("open"));
        Assert.Contains("robbery.series", await TextAsync(address), StringComparison.Ordinal);
        await (await FormAsync(author, address, "robbery.series")).With("Do", "remove").With("Sure", "true").SendAsync(author);
        var basics = FormFields.Of(await author.GetAsync(address), $"main form[action='{address}']");
        await basics.With("Fallback", "information").With("Purpose", "provë").SendAsync(author);

        var text = RuleText.Of(Encoding.UTF8.GetBytes(await TextAsync(address)))!;
        Assert.Equal((false, "information"), (text.Rules.Any(rule => rule.Id == "robbery.series"), text.Fallback));
        Assert.Equal("provë", (await author.GetAsync(address)).Page.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task Form_OnlyRuleOfACategoryTakenOut_TheNextIsAddedThere()
    {
        var author = await Console["author3.rules"].BrowserAsync();
        var address = await BeginAsync("author3.rules");
        await (await FormAsync(author, address, "cybercrime")).With("Do", "remove").With("Sure", "true").SendAsync(author);

        var group = (await author.GetAsync(address)).Page.QuerySelectorAll(".rule-group").Single(one => one.QuerySelector("h3")!.TextContent == "cybercrime");
        Assert.Empty(group.QuerySelectorAll(".rule"));
        var form = await FormAsync(author, group.QuerySelector("a[href*='/new?']")!.GetAttribute("href")!);
        Assert.Equal(["cybercrime"], form["Rule.Category"]);
        Assert.Equal(["1"], form["Place"]);
    }

    [Fact]
    public async Task Form_NewRule_BeginsWithItsCategorysUrgencyWhereItCanDecide()
    {
        var text = RuleText.Of(file)!;
        var last = text.Rules.Last(rule => rule.Category == "drugs");
        var (rule, place) = text.Begin("drugs");
        Assert.Equal((last.Base, 2), (rule.Base, place));
        Assert.NotEmpty(last.High.Concat(last.Urgent));
        Assert.Equal(last.High.Concat(last.Urgent), rule.High.Concat(rule.Urgent));

        var author = await Console["author2.rules"].BrowserAsync();
        var form = await FormAsync(author, await BeginAsync("author2.rules") + "/rules/new?category=drugs");
        Assert.Equal(["2"], form["Place"]);
        Assert.Equal(last.Urgent, form["Rule.Urgent"]);
    }

    [Fact]
    public async Task Draft_GivenUpWithoutTheTick_Stays()
    {
        var author = await Console["author3.rules"].BrowserAsync();
        var address = await BeginAsync("author3.rules");
        var form = FormFields.Of(await author.GetAsync(address), $"main form[action='{address}/drop']");
        var unsure = await form.SendAsync(author);
        Assert.Equal(address + "?not=unsure", unsure.Location);
        Assert.Contains("tick", (await author.GetAsync(unsure.Location!)).Page.QuerySelector("main .note--danger")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(address + "?done=drop", (await form.With("Sure", "true").SendAsync(author)).Location);
    }

    [Fact]
    public async Task Form_NotTheAuthors_IsNotShownAndNothingIsSaved()
    {
        var author = await Console["author1.rules"].BrowserAsync();
        var address = await BeginAsync("author1.rules");
        var form = await FormAsync(author, address, "drugs");
        var before = await TextAsync(address);
        var other = await Console["author2.rules"].BrowserAsync();
        var token = (await other.GetAsync("/rules")).Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

        Assert.Equal(address, (await other.GetAsync(address + "/rules/5")).Location);
        Assert.Equal(404, (await other.GetAsync(address)).Status);
        Assert.Equal(address + "?not=not_possible", (await form.With("Rule.Unit", "DOC").With("__RequestVerificationToken", token).SendAsync(other)).Location);
        Assert.Equal(404, (await author.GetAsync(address + "/rules/999")).Status);
        Assert.Equal(before, await TextAsync(address));
    }

    /// <summary>Threat: a number that no list offers, and a page that counts up to it.</summary>
    [Fact]
    public async Task Form_PlaceThatNobodyCanChoose_PageOffersTheRealOnes()
    {
        var author = await Console["author1.rules"].BrowserAsync();
        var address = await BeginAsync("author1.rules");
        var form = await FormAsync(author, address, "drugs");
        var stale = await form.With("Place", int.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture)).With("Seen", "-1").SendAsync(author);

        Assert.Equal(409, stale.Status);
        Assert.Equal(["1", "2"], stale.Page.QuerySelectorAll("#place option").Select(option => option.TextContent));
        Assert.Equal(["2"], FormFields.Of(stale, RuleOnPage)["Place"]);
    }

    [Fact]
    public async Task Form_RemovalAfterAnotherWindowSaved_StillShowsTheRuleAndNotAnEmptyOne()
    {
        var author = await Console["author3.rules"].BrowserAsync();
        var address = await BeginAsync("author3.rules");
        var shown = (await author.GetAsync(address)).Page.QuerySelectorAll(".rule").Single(section => section.QuerySelector("h4 .code")!.TextContent == "heritage");
        var removal = FormFields.Of(await author.GetAsync(shown.QuerySelector("a.button")!.GetAttribute("href")!), "#remove form");
        await (await FormAsync(author, address, "cybercrime")).With("Rule.Unit", "DOC").SendAsync(author);

        var stale = await removal.With("Sure", "true").SendAsync(author);

        Assert.Equal(409, stale.Status);
        var form = FormFields.Of(stale, RuleOnPage + ":has([name=Place])");
        Assert.Equal(["CRSSU"], form["Rule.Unit"]);
        Assert.Equal(["recent", "evidence_offered"], form["Rule.High"]);
    }

    [Fact]
    public async Task Save_LongerThanRulesMayBe_IsRefusedWhileItIsTypedAndNothingKeptIsLost()
    {
        var author = await Console["author1.rules"].BrowserAsync();
        var address = await BeginAsync("author1.rules");
        var before = await TextAsync(address);
        var form = await FormAsync(author, address, "drugs");
        var expert = FormFields.Of(await author.GetAsync(address), "#expert form");

        var whole = await expert.With("Text", new string('x', RuleReading.Longest + 1)).SendAsync(author);
        var part = await form.With("Rule.Note", new string('x', RuleReading.Longest)).SendAsync(author);

        Assert.All([whole, part], answer => Assert.Contains("at most 40,000 characters", answer.Page.QuerySelector(".note--danger")!.TextContent, StringComparison.Ordinal));
        Assert.Equal(RuleReading.Longest + 1, whole.Page.QuerySelector("#Text")!.TextContent.Length);
        Assert.Null(whole.Page.QuerySelector("form[action$='/propose']"));
        Assert.Equal(before, await TextAsync(address));
        Assert.StartsWith(address + "?done=saved", (await form.With("Rule.Note", "shkurt").SendAsync(author)).Location, StringComparison.Ordinal);
    }

    /// <summary>What is not kept is signed by nobody: the page shows it, the database holds something else.</summary>
    [Fact]
    public async Task Save_OtherWindowWasFaster_PageOffersNoSignature()
    {
        var author = await Console["author2.rules"].BrowserAsync();
        var address = await BeginAsync("author2.rules");
        var expert = FormFields.Of(await author.GetAsync(address), "#expert form");
        await (await FormAsync(author, address, "cybercrime")).With("Rule.Unit", "DOC").SendAsync(author);
        Assert.NotNull((await author.GetAsync(address)).Page.QuerySelector("form[action$='/propose']"));

        var stale = await expert.With("Text", rules.Changed("\"CRSSU\"", "\"WCI\"")).SendAsync(author);

        Assert.Equal(409, stale.Status);
        Assert.Contains("WCI", stale.Page.QuerySelector("#Text")!.TextContent, StringComparison.Ordinal);
        Assert.Null(stale.Page.QuerySelector("form[action$='/propose']"));
    }

    [Fact]
    public async Task Form_SessionEndedWhileWriting_WhatWasTypedComesBackToBePasted()
    {
        var author = await Console["author1.rules"].BrowserAsync();
        var address = await BeginAsync("author1.rules");
        var rule = (await FormAsync(author, address, "heritage")).With("Rule.Note", "Një shënim <i>i gjatë</i>.");
        var basics = FormFields.Of(await author.GetAsync(address), $"main form[action='{address}']").With("Purpose", "Trashëgimia");
        Console.Clock.Advance(TimeSpan.FromMinutes(31));

        var lost = await rule.SendAsync(author);
        Assert.Equal(307, lost.Status);
        Assert.StartsWith("/session-ended?back=", lost.Location, StringComparison.Ordinal);
        var given = (await rule.SendAsync(author, lost.Location!)).Page.QuerySelector("textarea[readonly]")!.TextContent.Trim();
        Assert.Equal("Një shënim <i>i gjatë</i>.", RuleText.Of(Encoding.UTF8.GetBytes($"{{\"rules\": [{given}]}}"))!.Rules.Single().Note);
        Assert.Contains("\"CRSSU\"", given, StringComparison.Ordinal);

        lost = await basics.SendAsync(author);
        Assert.Equal("Trashëgimia", (await basics.SendAsync(author, lost.Location!)).Page.QuerySelector("textarea[readonly]")!.TextContent.Trim());
    }

    /// <summary>Letters that are no ASCII take several bytes, and three times as many in a form.</summary>
    [Fact]
    public async Task Save_TextOfManyBytes_IsKeptAndAfterTheSessionGivenBack()
    {
        var author = await Console["author2.rules"].BrowserAsync();
        var address = await BeginAsync("author2.rules");
        var text = new string('\u20ac', RuleReading.Longest);
        var expert = FormFields.Of(await author.GetAsync(address), "#expert form").With("Text", text);
        Assert.StartsWith(address + "?done=saved", (await expert.SendAsync(author)).Location, StringComparison.Ordinal);
        Assert.Equal(text, await TextAsync(address));

        Console.Clock.Advance(TimeSpan.FromMinutes(31));
        var lost = await expert.SendAsync(author);
        Assert.Equal(307, lost.Status);
        Assert.Contains((await expert.SendAsync(author, lost.Location!)).Page.QuerySelectorAll("textarea[readonly]"), area => area.TextContent.Trim() == text);
    }

    /// <summary>Threat: a sign that is not seen turns the words beside it around, and the second person reads something else than they sign.</summary>
    [Fact]
    public async Task Save_SignsThatAreNotSeen_AreRefusedInRulesAndLeftOutOfThePurpose()
    {
        var author = await Console["author3.rules"].BrowserAsync();
        var address = await BeginAsync("author3.rules");
        await (await FormAsync(author, address, "drugs")).With("Rule.Note", "a\u202Eb").SendAsync(author);
        await FormFields.Of(await author.GetAsync(address), $"main form[action='{address}']").With("Purpose", "Vjedh\u202Eja").SendAsync(author);

        var page = (await author.GetAsync(address)).Page;
        Assert.Contains("not seen", page.QuerySelector("#fault")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Vjedhja", page.QuerySelector("h1")!.TextContent);
    }

    private static async Task<FormFields> FormAsync(Browser author, string address, string? rule = null)
    {
        if (rule is not null)
        {
            var shown = (await author.GetAsync(address)).Page.QuerySelectorAll(".rule").Single(section => section.QuerySelector("h4 .code")!.TextContent == rule);
            address = shown.QuerySelector("a.button")!.GetAttribute("href")!;
        }

        return FormFields.Of(await author.GetAsync(address), RuleOnPage + ":has([name=Was])");
    }

    private async Task<string> BeginAsync(string author) => (await (await Console[author].BrowserAsync()).SubmitAsync("/rules", "/rules/begin")).Location!;

    private async Task<string> TextAsync(string address)
    {
        var id = Guid.ParseExact(address.Split('/')[^1], "N");
        await using var db = await Console.ReadAsync();
        return Encoding.UTF8.GetString((await db.RuleDrafts.AsNoTracking().SingleAsync(draft => draft.Id == id)).Content);
    }
}

using System.Text;
using ReportingService.Core.Routing;
using ReportingService.StaffConsole.Tests.Running;
using ReportingService.StaffConsole.WriteRules;
using ReportingService.TestKit;

namespace ReportingService.StaffConsole.Tests;

/// <summary>A rule read and written as a form, without scripts.</summary>
public sealed class RuleFormTests(RulesConsole rules) : IClassFixture<RulesConsole>
{
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
        var address = await rules.BeginAsync("author1.rules");
        var before = await rules.TextAsync(address);

        var form = await RulesConsole.FormAsync(author, address, "heritage");
        Assert.Equal(["CRSSU"], form["Rule.Unit"]);
        Assert.Equal(["recent", "evidence_offered"], form["Rule.High"]);
        var saved = await form.With("Rule.Unit", "WCI").With("Rule.High", "evidence_offered").With("Rule.Told[1].Unit", "PIK").With("Rule.Told[1].WhenAny", "possible_insider").SendAsync(author);

        Assert.StartsWith(address + "?done=saved#r-", saved.Location, StringComparison.Ordinal);
        Assert.Equal(
            before.Replace("\"CRSSU\"", "\"WCI\"", StringComparison.Ordinal).Replace("\"alsoNotify\": [\"PS\"], \"urgency\": {\"base\": \"normal\", \"high\": [\"recent\", \"evidence_offered\"]", "\"alsoNotify\": [\"PS\", {\"unit\": \"PIK\", \"whenAny\": [\"possible_insider\"]}], \"urgency\": {\"base\": \"normal\", \"high\": [\"evidence_offered\"]", StringComparison.Ordinal),
            await rules.TextAsync(address));
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
        var address = await rules.BeginAsync("author1.rules");
        var saved = await (await RulesConsole.FormAsync(author, address, "theft.series")).With("Rule.Otherwise", "nowhere").SendAsync(author);

        Assert.StartsWith(address + "/rules/", saved.Location, StringComparison.Ordinal);
        author.Cookies.Add(Console.Address, new System.Net.Cookie("console-language", "sr-Latn"));
        var serbian = await author.GetAsync(saved.Location!);
        author.Cookies.Add(Console.Address, new System.Net.Cookie("console-language", "en"));
        Assert.Contains("nije pravilo", serbian.Page.QuerySelector(".field--wrong:has(#otherwise) .wrong")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("#otherwise", serbian.Page.QuerySelector("#fault a")!.GetAttribute("href"));
        Assert.Single(serbian.Page.QuerySelectorAll(".field--wrong"));
        Assert.Equal("not=faulty", await rules.StepAsync("author1.rules", address, "propose"));

        // A name that is missing is said of its own field, and a fault of another rule leads there from the draft's page.
        var nameless = await (await RulesConsole.FormAsync(author, saved.Location!)).With("Rule.Otherwise", "regional").With("Rule.Id", "").SendAsync(author);
        Assert.NotNull((await author.GetAsync(nameless.Location!)).Page.QuerySelector(".field--wrong #id"));
        var named = await (await RulesConsole.FormAsync(author, nameless.Location!)).With("Rule.Id", "theft.series").With("Rule.WhenAny").SendAsync(author);
        Assert.StartsWith(address + "?done=saved", named.Location, StringComparison.Ordinal);
        var draft = (await author.GetAsync(address)).Page;
        var link = draft.QuerySelector("#fault a")!.GetAttribute("href")!;
        Assert.NotNull((await author.GetAsync(link)).Page.QuerySelector(".field--wrong #place"));
    }

    [Fact]
    public async Task Form_RuleTakenOutAndFallbackChosen_AreInTheText()
    {
        var author = await Console["author3.rules"].BrowserAsync();
        var address = await rules.BeginAsync("author3.rules");
        var unsure = await (await RulesConsole.FormAsync(author, address, "robbery.series")).With("Do", "remove").SendAsync(author);
        var asked = (await author.GetAsync(unsure.Location!.Split('#')[0])).Page.QuerySelector("#remove")!;
        Assert.NotNull(asked.QuerySelector("input[name=Sure][required]"));
        Assert.True(asked.HasAttribute("open"));
        Assert.Contains("robbery.series", await rules.TextAsync(address), StringComparison.Ordinal);
        await (await RulesConsole.FormAsync(author, address, "robbery.series")).With("Do", "remove").With("Sure", "true").SendAsync(author);
        var basics = FormFields.Of(await author.GetAsync(address), $"main form[action='{address}']");
        await basics.With("Fallback", "information").With("Purpose", "provë").SendAsync(author);

        var text = RuleText.Of(Encoding.UTF8.GetBytes(await rules.TextAsync(address)))!;
        Assert.Equal((false, "information"), (text.Rules.Any(rule => rule.Id == "robbery.series"), text.Fallback));
        Assert.Equal("provë", (await author.GetAsync(address)).Page.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task Form_OnlyRuleOfACategoryTakenOut_TheNextIsAddedThere()
    {
        var author = await Console["author3.rules"].BrowserAsync();
        var address = await rules.BeginAsync("author3.rules");
        await (await RulesConsole.FormAsync(author, address, "cybercrime")).With("Do", "remove").With("Sure", "true").SendAsync(author);

        var group = (await author.GetAsync(address)).Page.QuerySelectorAll(".rule-group").Single(one => one.QuerySelector("h3")!.TextContent == "cybercrime");
        Assert.Empty(group.QuerySelectorAll(".rule"));
        var form = await RulesConsole.FormAsync(author, group.QuerySelector("a[href*='/new?']")!.GetAttribute("href")!);
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
        var form = await RulesConsole.FormAsync(author, await rules.BeginAsync("author2.rules") + "/rules/new?category=drugs");
        Assert.Equal(["2"], form["Place"]);
        Assert.Equal(last.Urgent, form["Rule.Urgent"]);
    }

    [Fact]
    public async Task Draft_GivenUpWithoutTheTick_Stays()
    {
        var author = await Console["author3.rules"].BrowserAsync();
        var address = await rules.BeginAsync("author3.rules");
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
        var address = await rules.BeginAsync("author1.rules");
        var form = await RulesConsole.FormAsync(author, address, "drugs");
        var before = await rules.TextAsync(address);
        var other = await Console["author2.rules"].BrowserAsync();
        var token = (await other.GetAsync("/rules")).Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

        Assert.Equal(address, (await other.GetAsync(address + "/rules/5")).Location);
        Assert.Equal(404, (await other.GetAsync(address)).Status);
        Assert.Equal(address + "?not=not_possible", (await form.With("Rule.Unit", "DOC").With("__RequestVerificationToken", token).SendAsync(other)).Location);
        Assert.Equal(404, (await author.GetAsync(address + "/rules/999")).Status);
        Assert.Equal(before, await rules.TextAsync(address));
    }

    /// <summary>Threat: a number that no list offers, and a page that counts up to it.</summary>
    [Fact]
    public async Task Form_PlaceThatNobodyCanChoose_PageOffersTheRealOnes()
    {
        var author = await Console["author1.rules"].BrowserAsync();
        var address = await rules.BeginAsync("author1.rules");
        var form = await RulesConsole.FormAsync(author, address, "drugs");
        var stale = await form.With("Place", int.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture)).With("Seen", "-1").SendAsync(author);

        Assert.Equal(409, stale.Status);
        Assert.Equal(["1", "2"], stale.Page.QuerySelectorAll("#place option").Select(option => option.TextContent));
        Assert.Equal(["2"], FormFields.Of(stale, RulesConsole.RuleOnPage)["Place"]);
    }
}

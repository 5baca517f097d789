using ReportingService.Intake.SubmitReport;
using ReportingService.Intake.Tests.Site;
using ReportingService.Web.Languages;

namespace ReportingService.Intake.Tests.Pages;

/// <summary>What the pages say of who reads a report, and who does not, where a wrong guess would cost most.</summary>
[Collection(nameof(SharedSite))]
public sealed class WhoReadsItTests(SharedSite shared)
{
    private readonly TextCatalogue texts = new(typeof(IntakeHost).Assembly);

    [Fact]
    public async Task Emergency_OnlyForTheHelpline_ShowsItsNumberBeforeAndAfterSending()
    {
        const string words = "A man is beating a woman with a knife right now in the street, help";
        foreach (var (tick, numbers) in new[] { ("#helplineOnly", new[] { "192", "112", "0800 11112" }), ("#child", ["192", "112"]) })
        {
            var browser = await CheckAsync("en", words, (tick, "true"));
            Assert.Equal(numbers, NumbersOf(browser));
            await browser.ClickAsync("#send-button");
            Assert.NotEmpty(browser.One(".receipt-card__code").TextContent);
            Assert.Equal(numbers, NumbersOf(browser));
        }

        static IEnumerable<string> NumbersOf(PlainBrowser browser) => browser.Page.QuerySelectorAll(".danger-panel .call-button").Select(number => number.TextContent);
    }

    [Theory]
    [InlineData("sq")]
    [InlineData("sr-Latn")]
    [InlineData("sr-Cyrl")]
    [InlineData("en")]
    public async Task ComplaintAboutPolice_FirstSaysThatNoLocalPoliceGetAKey(string tag)
    {
        var browser = await CheckAsync(tag, "Një polic më rrahu në rrugë dje.", ("#aboutPolice", "true"));
        var refused = browser.One(".recipients__row--no");
        Assert.Equal(Text(tag, "check.not.local"), refused.QuerySelector("p")!.TextContent);
        Assert.True(refused.QuerySelectorAll("details li").Length > 30);

        // Positive control: one unit named is one unit refused, with those near it, and no more is said.
        var one = await CheckAsync(tag, "Një polic më rrahu në rrugë dje.", ("#concernedUnit", "PS_GJILAN"));
        Assert.Null(one.One(".recipients__row--no").QuerySelector("p"));
    }

    [Fact]
    public async Task Police_OnlyMentioned_IsAskedAboutWithTheWayToTheTick()
    {
        // Words in which labelling finds no complaint: what it takes for one needs no question.
        var browser = await CheckAsync("en", "I told the police yesterday that my bicycle was stolen at the market.", ("#category", "theft"));
        Assert.Contains(Text("en", "check.mentions"), browser.One(".mentions").TextContent, StringComparison.Ordinal);
        Assert.Equal("/en/about#aboutPolice", browser.One(".mentions button").GetAttribute("formaction"));
        await browser.ClickAsync(".mentions button");
        await browser.Fill("#aboutPolice", "true").ClickAsync("main .main-button");
        Assert.Null(browser.Page.QuerySelector(".mentions"));

        Assert.Null((await CheckAsync("en", "My bicycle was stolen in front of the school.", ("#category", "theft"))).Page.QuerySelector(".mentions"));
    }

    /// <summary>Threat: the husband is an officer, and the copy that the exception speaks of reaches his own station.</summary>
    [Theory]
    [InlineData("sq")]
    [InlineData("sr-Latn")]
    [InlineData("sr-Cyrl")]
    [InlineData("en")]
    public async Task HelplinesReport_AboutPolice_SaysWhoNeverGetsACopy(string tag)
    {
        const string words = "He hits me at night.";
        var named = await CheckAsync(tag, words, ("#helplineOnly", "true"), ("#concernedUnit", "PS_GRACANICE"));
        var unit = named.One(".govuk-summary-list__row:last-child dd").TextContent;
        Assert.Equal(unit, named.One(".never li").TextContent);
        Assert.InRange(named.Page.QuerySelectorAll(".never li").Length, 2, 20);

        var ticked = await CheckAsync(tag, words, ("#helplineOnly", "true"), ("#aboutPolice", "true"));
        Assert.Equal(Text(tag, "check.never.local"), ticked.One(".never p").TextContent);

        // Positive control: of whom nothing is complained, consent or danger can give a copy.
        var none = await CheckAsync(tag, words, ("#helplineOnly", "true"));
        Assert.Null(none.Page.QuerySelector(".never"));
        Assert.NotNull(none.One(".recipients__row--but"));
    }

    [Fact]
    public async Task HelplinesReport_MentioningPolice_IsAskedWhetherThePersonWorksThere()
    {
        var browser = await CheckAsync("en", "I told the police yesterday that he hits me.", ("#helplineOnly", "true"));
        Assert.Contains(Text("en", "check.mentions.helpline"), browser.One(".mentions").TextContent, StringComparison.Ordinal);
        await browser.ClickAsync(".mentions button");
        await browser.Fill("#aboutPolice", "true").ClickAsync("main .main-button");
        Assert.Equal(Text("en", "check.never.local"), browser.One(".never p").TextContent);
        Assert.Null(browser.Page.QuerySelector(".mentions"));
        Assert.Null((await CheckAsync("en", "He hits me at night.", ("#helplineOnly", "true"))).Page.QuerySelector(".mentions"));
    }

    [Theory]
    [InlineData("e pashë policin", true)]
    [InlineData("Policia erdhi vonë", true)]
    [InlineData("policijska kola", true)]
    [InlineData("полицајац је стајао", true)]
    [InlineData("the policeman", true)]
    [InlineData("an insurance policy and two policies", false)]
    [InlineData("sa police je pala knjiga", true)]
    [InlineData("polica sa knjigama", false)]
    [InlineData("metropolici", false)]
    public void PoliceMention_OfWords(string words, bool mentioned) => Assert.Equal(mentioned, PoliceMention.IsIn(words));

    [Fact]
    public async Task Writer_TakenForTheVictim_IsToldSoAndHowToCorrectIt()
    {
        const string words = "Burri im më rreh çdo natë.";
        var guessed = await CheckAsync("en", words);
        Assert.Contains(Text("en", "check.victim"), guessed.One(".guessed").TextContent, StringComparison.Ordinal);
        await guessed.ClickAsync(".guessed button");
        Assert.Equal(words, ((AngleSharp.Html.Dom.IHtmlTextAreaElement)guessed.One("#text")).Value);

        // Who ticked it needs no telling.
        Assert.Null((await CheckAsync("en", words, ("#victim", "true"))).Page.QuerySelector(".guessed"));
        Assert.Null((await CheckAsync("en", words, ("#helplineOnly", "true"))).Page.QuerySelector(".guessed"));
    }

    [Theory]
    [InlineData("?? 11 !! 22", null, "desk.spam")]
    [InlineData("When is the station open?", "information_request", "desk.info")]
    public async Task Receiver_WhoseNameIsALabel_IsCalledByWhoReads(string words, string? category, string key)
    {
        var browser = category is null ? await CheckAsync("en", words) : await CheckAsync("en", words, ("#category", category));
        Assert.Equal(Text("en", key), browser.One(".recipients__row--yes li").TextContent);
        await browser.ClickAsync("#send-button");
        Assert.Contains(Text("en", key), browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HelplineOnly_IsOfferedBeforeWritingAndNoUnitIsLookedFor()
    {
        var browser = new PlainBrowser(shared.Site.Http);
        await browser.OpenAsync("/en/report");
        var page = browser.One("form#back").TextContent;
        Assert.Contains("only the victims' helpline", browser.One("#text-why").TextContent, StringComparison.Ordinal);
        Assert.True(browser.One("#text-why").CompareDocumentPosition(browser.One("#text")).HasFlag(AngleSharp.Dom.DocumentPositions.Following), page);

        var helpline = await CheckAsync("en", "He hits me at night.", ("#helplineOnly", "true"));
        Assert.Contains(Text("en", "check.guess.helpline"), helpline.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Text("en", "check.guess"), helpline.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnitsToComplainOf_HoldInvestigatorsOfDomesticViolence()
    {
        var browser = await CheckAsync("en", "An investigator asked me for 200 euro to open the case.", ("#concernedUnit", "DVU_GJILAN"));
        Assert.Contains("Police Inspectorate", browser.One(".recipients__row--yes").TextContent, StringComparison.Ordinal);
        Assert.Contains("Domestic violence investigators, Gjilan", browser.One(".recipients__row--no").TextContent, StringComparison.Ordinal);
    }

    private string Text(string tag, string key) => texts.Get(SiteLanguage.Find(tag)!, key);

    private async Task<PlainBrowser> CheckAsync(string tag, string words, params (string Field, string Value)[] answers)
    {
        var browser = new PlainBrowser(shared.Site.Http);
        await browser.OpenAsync($"/{tag}/report");
        await browser.Fill("#text", words).ClickAsync("main .main-button");
        foreach (var (field, value) in answers)
        {
            browser.Fill(field, value);
        }

        await browser.ClickAsync("main .main-button");
        return browser;
    }
}

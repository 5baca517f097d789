using System.Net;
using ReportingService.Intake.Tests.Site;
using ReportingService.Web.Languages;

namespace ReportingService.Intake.Tests.Pages;

[Collection(nameof(SharedSite))]
public sealed class JourneyTests(SharedSite shared)
{
    private readonly TextCatalogue texts = new(typeof(IntakeHost).Assembly);

    [Theory]
    [InlineData("sq", "Më vodhën biçikletën mbrëmë para shkollës.")]
    [InlineData("sr-Latn", "Sinoć su mi ukrali bicikl ispred škole.")]
    [InlineData("sr-Cyrl", "Синоћ су ми украли бицикл испред школе.")]
    [InlineData("en", "My bicycle was stolen last night in front of the school.")]
    public async Task Journey_WithoutScripts_FromFirstPageToWithdrawal(string tag, string words)
    {
        var language = SiteLanguage.Find(tag)!;
        var browser = new PlainBrowser(shared.Site.Http);
        await browser.OpenAsync($"/{tag}");
        Assert.Equal(tag, browser.Page.DocumentElement.GetAttribute("lang"));
        await browser.ClickAsync("main a.main-button");
        Assert.Equal("Formular", browser.Page.Title);

        await browser.Fill("#text", words).ClickAsync("main .main-button");
        await browser.Fill("#category", "theft").Fill("#municipality", "gjilan").ClickAsync("main .main-button");
        Assert.Equal(texts.Get(language, "check.heading"), browser.One("h1").TextContent);
        Assert.Contains(words, browser.Text, StringComparison.Ordinal);
        Assert.NotEmpty(browser.Page.QuerySelectorAll(".recipients__row--yes li"));
        Assert.Contains(texts.Get(language, "check.pass"), browser.Text, StringComparison.Ordinal);

        await browser.ClickAsync("#send-button");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Equal(texts.Get(language, "sent.heading"), browser.One("h1").TextContent);
        var receipt = string.Join('-', browser.Page.QuerySelectorAll(".receipt-card__group").Select(group => group.TextContent.Trim()));
        Assert.Matches("^([0-9A-Z]{5}-){5}[0-9A-Z]{5}$", receipt);
        Assert.Equal("Formular", browser.Page.Title);

        await browser.OpenAsync($"/{tag}/answer");
        await browser.Fill("#receipt", receipt.ToLowerInvariant().Replace('-', ' ')).ClickAsync("main .main-button");
        Assert.Contains(texts.Get(language, "status.received"), browser.Text, StringComparison.Ordinal);

        await browser.Fill("#text", words).ClickAsync("#send-button");
        Assert.Contains(texts.Get(language, "answer.reply.sent"), browser.Text, StringComparison.Ordinal);
        Assert.Contains(words, browser.One(".thread").TextContent, StringComparison.Ordinal);

        await browser.ClickAsync("form[action$=withdraw] button");
        Assert.Contains(texts.Get(language, "answer.withdraw.heading"), browser.Text, StringComparison.Ordinal);
        Assert.Contains(texts.Get(language, "answer.withdraw.what"), browser.Text, StringComparison.Ordinal);
        await browser.ClickAsync("main .main-button");
        Assert.Contains(texts.Get(language, "status.withdrawn"), browser.Text, StringComparison.Ordinal);
        Assert.Contains(texts.Get(language, "answer.withdrawn.read"), browser.Text, StringComparison.Ordinal);
        await browser.ClickAsync("form[action$=undo] button");
        Assert.Contains(texts.Get(language, "answer.undone"), browser.Text, StringComparison.Ordinal);

        Assert.DoesNotContain(browser.Visited, address => address.Replace("-", string.Empty, StringComparison.Ordinal).Contains(receipt.Replace("-", string.Empty, StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Check_OfAReportForABodyWithOneDesk_SaysNothingOfPassingOn()
    {
        var browser = new PlainBrowser(shared.Site.Http);
        await browser.OpenAsync("/en/report");
        await browser.Fill("#text", "He hits me at night.").ClickAsync("main .main-button");
        await browser.Fill("#helplineOnly", "true").ClickAsync("main .main-button");
        Assert.Contains(texts.Get(SiteLanguage.Find("en")!, "check.not.police"), browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(texts.Get(SiteLanguage.Find("en")!, "check.pass"), browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Back_FromEveryStep_KeepsWhatWasTyped()
    {
        var browser = new PlainBrowser(shared.Site.Http);
        await browser.OpenAsync("/sq/report");
        var warned = texts.Get(SiteLanguage.Sq, "step.back");
        Assert.Contains(warned, browser.Text, StringComparison.Ordinal);
        await browser.Fill("#text", "Rreshti i parë\nRreshti i dytë <b>&").ClickAsync("main .main-button");
        Assert.Contains(warned, browser.Text, StringComparison.Ordinal);
        await browser.Fill("#place", "afër \"tregut\"").Fill("#child", "true").ClickAsync("main .main-button");
        await browser.ClickAsync("form#back button:not([formaction])");
        Assert.Equal("afër \"tregut\"", browser.One("#place").GetAttribute("value"));
        Assert.NotNull(browser.Page.QuerySelector("#child[checked]"));
        await browser.ClickAsync("button.link-button[formaction$=report]");
        Assert.Equal("Rreshti i parë\nRreshti i dytë <b>&", ((AngleSharp.Html.Dom.IHtmlTextAreaElement)browser.One("#text")).Value);
    }

    [Fact]
    public async Task Language_ChangedOnAnyStep_KeepsWhatWasTypedAndTheReceipt()
    {
        var browser = new PlainBrowser(shared.Site.Http);
        await browser.OpenAsync("/sq/report");
        await browser.Fill("#text", "Vjedhje në treg").ClickAsync("button.languages__item[lang=sr-Latn]");
        Assert.Equal("Vjedhje në treg", ((AngleSharp.Html.Dom.IHtmlTextAreaElement)browser.One("#text")).Value);
        Assert.Empty(browser.Page.QuerySelectorAll(".govuk-error-summary"));
        await browser.ClickAsync("main .main-button");
        await browser.ClickAsync("button.languages__item[lang=en]");
        Assert.Equal("About it", browser.One("h1").TextContent);
        await browser.Fill("#municipality", "prizren").ClickAsync("main .main-button");
        await browser.ClickAsync("button.languages__item[lang=sr-Cyrl]");
        Assert.Contains("Vjedhje në treg", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Призрен", browser.Text, StringComparison.Ordinal);
        await browser.ClickAsync("#send-button");
        var receipt = browser.One(".receipt-card__code").TextContent;
        await browser.ClickAsync("button.languages__item[lang=sq]");
        Assert.Equal(receipt, browser.One(".receipt-card__code").TextContent);
        Assert.Equal("Raporti juaj u dërgua", browser.One("h1").TextContent);
    }

    [Theory]
    [InlineData("#text", "", "report")]
    [InlineData("#place", null, "about")]
    public async Task Language_ChangedAfterAnError_StaysOnTheStepThatIsShown(string field, string? wrong, string step)
    {
        var browser = new PlainBrowser(shared.Site.Http);
        await browser.OpenAsync("/sq/report");
        if (step == "about")
        {
            await browser.Fill("#text", "Vjedhje").ClickAsync("main .main-button");
        }

        await browser.Fill(field, wrong ?? new string('x', 600)).ClickAsync("main .main-button");
        Assert.NotNull(browser.One(field + "-error"));
        await browser.Fill(field, "Në treg").ClickAsync("button.languages__item[lang=en]");
        Assert.EndsWith("/en/" + step, browser.Visited[^1], StringComparison.Ordinal);
        Assert.NotNull(browser.One(field));
    }

    [Fact]
    public async Task Report_WithoutText_ShowsErrorBesideTheField()
    {
        var browser = new PlainBrowser(shared.Site.Http);
        await browser.OpenAsync("/en/report");
        await browser.Fill("#text", "   ").ClickAsync("main .main-button");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        Assert.Equal("#text", browser.One(".govuk-error-summary a").GetAttribute("href"));
        Assert.Contains("text-error", browser.One("#text").GetAttribute("aria-describedby"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_FarTooLong_IsGivenBackWhole()
    {
        var text = string.Concat(Enumerable.Repeat("shumë ", 170_000));
        var browser = new PlainBrowser(shared.Site.Http);
        await browser.OpenAsync("/en/report");
        await browser.Fill("#text", text).ClickAsync("main .main-button");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, browser.Status);
        Assert.Equal(text, ((AngleSharp.Html.Dom.IHtmlTextAreaElement)browser.One("#text")).Value);
    }

    [Fact]
    public async Task Check_InDanger_ShowsNumbersBeforeAndAfterSending()
    {
        var browser = new PlainBrowser(shared.Site.Http);
        await browser.OpenAsync("/en/report");
        await browser.Fill("#text", "A man is beating a woman with a knife right now in the street, help").ClickAsync("main .main-button");
        await browser.Fill("#municipality", "gjilan").Fill("#inProgress", "true").ClickAsync("main .main-button");
        Assert.Equal(["192", "112"], browser.Page.QuerySelectorAll(".danger-panel .call-button").Select(number => number.TextContent));
        await browser.ClickAsync("#send-button");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.NotEmpty(browser.Page.QuerySelectorAll(".danger-panel .call-button"));
    }

    [Fact]
    public async Task Check_AboutAStation_SaysWhoWillNotReceiveIt()
    {
        var browser = new PlainBrowser(shared.Site.Http);
        await browser.OpenAsync("/en/report");
        await browser.Fill("#text", "Officers at the station hit a man in custody yesterday").ClickAsync("main .main-button");
        await browser.Fill("#municipality", "gjilan").Fill("#aboutPolice", "true").Fill("#concernedUnit", "PS_GJILAN").ClickAsync("main .main-button");
        Assert.Contains("Police Inspectorate", browser.One(".recipients__row--yes").TextContent, StringComparison.Ordinal);
        Assert.NotNull(browser.Page.QuerySelector(".recipients__row--no"));
    }

    /// <summary>What never reaches the police and the one exception to it are two things: the exception stands in a block of its own.</summary>
    [Fact]
    public async Task Check_HelplineOnly_TheExceptionStandsByItself()
    {
        var browser = new PlainBrowser(shared.Site.Http);
        await browser.OpenAsync("/en/report");
        await browser.Fill("#text", "My husband beats me").ClickAsync("main .main-button");
        await browser.Fill("#helplineOnly", "true").ClickAsync("main .main-button");
        Assert.DoesNotContain("only if", browser.One(".recipients__row--no").TextContent, StringComparison.Ordinal);
        Assert.Contains("only if you agree", browser.One(".recipients__row--but").TextContent, StringComparison.Ordinal);
        Assert.Contains("put on record", browser.One(".recipients__row--but").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryPage_HasExitAndHelpNumbers()
    {
        var browser = new PlainBrowser(shared.Site.Http);
        foreach (var path in new[] { "/sq", "/sq/report", "/sq/answer", "/sq/privacy", "/sq/accessibility", "/sq/closed", "/sq/nowhere" })
        {
            await browser.OpenAsync(path);
            Assert.Matches("^/sq/exit([?]visit=[0-9a-f]{48})?$", browser.One("#exit").GetAttribute("href"));
            Assert.NotNull(browser.Page.QuerySelector("footer a[href='tel:192']"));
            Assert.Empty(browser.Page.QuerySelectorAll("[style],script:not([src]),[onclick]"));
            Assert.DoesNotContain(browser.Page.QuerySelectorAll("[src],link[href],a[href],form[action]"), element =>
                (element.GetAttribute("src") ?? element.GetAttribute("href") ?? element.GetAttribute("action"))!.Contains("//", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Expired_Page_KeepsTextAndSendsOnce()
    {
        var browser = new PlainBrowser(shared.Site.Http);
        await browser.OpenAsync("/en/report");
        await browser.Fill("#text", "Somebody sells stolen phones").ClickAsync("main .main-button");
        await browser.ClickAsync("main .main-button");
        browser.Page.QuerySelector("#send input[name=token]")!.SetAttribute("value", "forged");
        await browser.ClickAsync("#send-button");
        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Contains("Somebody sells stolen phones", browser.Text, StringComparison.Ordinal);
        await browser.ClickAsync("#send-button");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
    }
}

using ReportingService.Intake.Pages.SendReport;
using ReportingService.Intake.SubmitReport;
using ReportingService.Intake.Tests.Site;
using ReportingService.Web.Languages;

namespace ReportingService.Intake.Tests.Pages;

/// <summary>The closed list leads people who look for words that are not in it.</summary>
[Collection(nameof(SharedSite))]
public sealed class CategoryListTests(SharedSite shared)
{
    private readonly TextCatalogue texts = new(typeof(IntakeHost).Assembly);

    [Fact]
    public void Groups_HoldEveryCategoryThatCanBeChosenOnce()
        => Assert.Equal(ReportFields.Choosable.Order(), CategoryGroups.All.SelectMany(group => group.Categories).Order());

    [Theory]
    [InlineData("sq")]
    [InlineData("sr-Latn")]
    [InlineData("sr-Cyrl")]
    [InlineData("en")]
    public async Task List_EndsWithSomethingElse_AndTheCheckPageSaysThatTheWordsDecide(string tag)
    {
        var language = SiteLanguage.Find(tag)!;
        var browser = new PlainBrowser(shared.Site.Http);
        await browser.OpenAsync($"/{tag}/report");
        await browser.Fill("#text", "Një njeri nga fshati ka tri ditë që nuk është kthyer në shtëpi.").ClickAsync("main .main-button");
        var options = browser.Page.QuerySelectorAll("#category option");
        var last = texts.Get(language, "about.category.else");
        Assert.Equal(("", last), (options[^1].GetAttribute("value"), options[^1].TextContent));
        Assert.Equal(5, browser.Page.QuerySelectorAll("#category optgroup[label]").Length);
        Assert.Contains(browser.Page.QuerySelectorAll(".examples dd"), where => where.TextContent == last);
        Assert.Equal(CategoryGroups.Explained.Count + 1, browser.Page.QuerySelectorAll(".examples dt").Length);
        await browser.ClickAsync("main .main-button");
        Assert.Contains(last, browser.Text, StringComparison.Ordinal);
        Assert.Contains(texts.Get(language, "check.guess"), browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Receipt_OnTheSentPage_StandsWithTheAddressToComeBackTo()
    {
        var browser = new PlainBrowser(shared.Site.Http);
        await browser.OpenAsync("/en/report");
        await browser.Fill("#text", "Mbeturina në lumë.").ClickAsync("main .main-button");
        await browser.ClickAsync("main .main-button");
        await browser.ClickAsync("#send-button");
        Assert.Equal(shared.Site.Address.Authority, browser.One(".receipt-card .receipt-card__where strong").TextContent);
    }
}

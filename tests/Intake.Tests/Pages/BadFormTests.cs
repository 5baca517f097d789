using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using ReportingService.Intake.Tests.Site;
using ReportingService.Web.Languages;

namespace ReportingService.Intake.Tests.Pages;

/// <summary>What a browser, or somebody instead of one, may send to the pages: never a bare failure, never a lost word.</summary>
[Collection(nameof(SharedSite))]
public sealed class BadFormTests(SharedSite shared)
{
    private const string Words = "Vjedhje në treg, e pashë vetë";
    private readonly TextCatalogue texts = new(typeof(IntakeHost).Assembly);

    public static TheoryData<string, string, string, string, int> Fields
    {
        get
        {
            var cases = new TheoryData<string, string, string, string, int>();
            foreach (var language in SiteLanguage.All)
            {
                cases.Add(language.Tag, "about", "text", "", 422);
                cases.Add(language.Tag, "about", "text", new string('a', 20_001), 413);
                cases.Add(language.Tag, "check", "text", new string('a', 1_000_000), 413);
                cases.Add(language.Tag, "check", "place", new string('a', 501), 413);
                cases.Add(language.Tag, "check", "municipality", "atlantis", 422);
                cases.Add(language.Tag, "check", "category", "bank_robbery", 422);
                cases.Add(language.Tag, "check", "concernedUnit", "PS_ATLANTIS", 422);
                cases.Add(language.Tag, "sent", "token", "forged", 409);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task Form_WrongField_KeepsTheWordsAndLinksToTheField(string tag, string step, string field, string value, int status)
    {
        var sent = new Dictionary<string, string> { ["text"] = Words, [field] = value };
        using var response = await shared.Site.Http.PostAsync($"/{tag}/{step}", new FormUrlEncodedContent(sent));
        var page = await PageAsync(response);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(tag, page.DocumentElement.GetAttribute("lang"));
        Assert.Equal(texts.Get(SiteLanguage.Find(tag)!, "error.title"), page.QuerySelector("#errors")!.TextContent);
        var link = page.QuerySelector(".govuk-error-summary a")!.GetAttribute("href")!;
        Assert.Equal(field == "token" ? "#main" : "#" + field, link);
        Assert.NotNull(page.GetElementById(link[1..]));
        if (field != "token")
        {
            Assert.Contains(field + "-error", page.GetElementById(field)!.GetAttribute("aria-describedby"), StringComparison.Ordinal);
            Assert.NotNull(page.GetElementById(field + "-error"));
        }

        var kept = (page.QuerySelector("textarea[name=text]") as IHtmlTextAreaElement)?.Value ?? page.QuerySelector("input[name=text]")?.GetAttribute("value");
        Assert.Equal(sent["text"], kept);
    }

    [Theory]
    [InlineData(null, "text=x", 415)]
    [InlineData("text/plain", "text=x", 415)]
    [InlineData("multipart/form-data; boundary=b", "--other\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nx\r\n--other--", 400)]
    [InlineData("multipart/form-data", "--b--", 400)]
    public async Task Form_Unreadable_ShowsThePageWithItsReason(string? type, string content, int status)
    {
        foreach (var step in new[] { "about", "check", "sent" })
        {
            var body = new ByteArrayContent(Encoding.ASCII.GetBytes(content));
            if (type is not null)
            {
                body.Headers.TryAddWithoutValidation("Content-Type", type);
            }

            using var response = await shared.Site.Http.PostAsync("/en/" + step, body);
            var page = await PageAsync(response);
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal(texts.Get(SiteLanguage.En, status == 415 ? "problem.unsupported_media_type" : "problem.malformed_request"), page.QuerySelector(".govuk-error-summary a")!.TextContent);
            Assert.NotNull(page.QuerySelector("textarea[name=text]"));
        }
    }

    [Theory]
    [InlineData("nul %00 mes", "nul  mes")]
    [InlineData("prishur %C3%28 fund", "prishur %C3( fund")]
    public async Task Form_BytesThatAreNoText_ArriveAsWhatCanBeShown(string encoded, string shown)
    {
        var body = new ByteArrayContent(Encoding.ASCII.GetBytes("text=" + encoded.Replace(' ', '+')));
        body.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");
        using var response = await shared.Site.Http.PostAsync("/sq/check", body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(shown, (await PageAsync(response)).QuerySelector(".own-words")!.TextContent);
    }

    [Fact]
    public async Task Form_TwoContradictoryPlaces_SaysWhichCounts()
    {
        using var response = await shared.Site.Http.PostAsync("/en/check", new FormUrlEncodedContent([new("text", "My bicycle was stolen in Prizren"), new("municipality", "gjilan"), new("municipality", "peje")]));
        var page = await PageAsync(response);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("Gjilan", page.QuerySelector(".govuk-summary-list")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(page.QuerySelectorAll(".notice"), notice => notice.TextContent.Contains("Prizren", StringComparison.Ordinal) && notice.TextContent.Contains("Gjilan", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lists_InALanguage_StandInItsAlphabet()
    {
        var browser = new PlainBrowser(shared.Site.Http);
        await browser.OpenAsync("/sr-Cyrl/report");
        await browser.Fill("#text", "Крађа").ClickAsync("main .main-button");
        var names = browser.Page.QuerySelectorAll("#municipality option").Skip(1).Select(option => option.TextContent.Trim()).ToList();
        Assert.Equal(names.Order(Core.Vocabulary.Alphabet.Of("sr-Cyrl")), names);
        Assert.True(names.IndexOf("Гњилане") < names.IndexOf("Дечани") && names.IndexOf("Ђаковица") < names.IndexOf("Зубин Поток"));
    }

    private static async Task<IHtmlDocument> PageAsync(HttpResponseMessage response)
        => await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStreamAsync());
}

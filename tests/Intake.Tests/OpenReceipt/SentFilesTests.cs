using System.Net;
using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.Intake.Tests.Site;
using ReportingService.Sealing;
using ReportingService.Web.Languages;

namespace ReportingService.Intake.Tests.OpenReceipt;

/// <summary>Which of one's own files arrived is read on the answer page, at once and whenever one comes back.</summary>
[Collection(nameof(SharedSite))]
public sealed class SentFilesTests(SharedSite shared)
{
    internal static readonly byte[] Photo = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    private readonly IntakeSite site = shared.Site;
    private readonly TextCatalogue texts = new(typeof(IntakeHost).Assembly);

    [Theory]
    [InlineData("sq", "Edhe kjo.")]
    [InlineData("sr-Latn", "")]
    [InlineData("sr-Cyrl", "И ово.")]
    [InlineData("en", "")]
    public async Task Files_SentWithAnAnswer_AreNamedByKindAndSizeNowAndLater(string tag, string words)
    {
        var language = SiteLanguage.Find(tag)!;
        var receipt = await site.Http.SubmitAsync("Vjedhje");
        var browser = await OpenAsync(tag, receipt);
        await browser.Fill("#text", words).Attach("files", Photo, "IMG_2041.png").Attach("files", [1, 2, 3], "b.png").ClickAsync("#send-button");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        var kind = texts.Get(language, "file.kind.photo");
        var results = browser.Page.QuerySelectorAll(".done-panel .file-results__item");
        Assert.Equal(2, results.Length);
        Assert.Contains($"({kind}, 1 KB)", results[0].TextContent, StringComparison.Ordinal);
        Assert.Equal(texts.Get(language, "answer.reply.sent"), browser.One(".done-panel p").TextContent);
        Assert.Contains(texts.Get(language, "answer.file.refused").Replace("{n}", "2", StringComparison.Ordinal).Split('{')[0], results[1].TextContent, StringComparison.Ordinal);
        Assert.EndsWith(texts.Get(language, "answer.file.refused").Split("{reason}")[1], results[1].TextContent.Trim(), StringComparison.Ordinal);
        foreach (var page in new[] { browser, await OpenAsync(tag, receipt) })
        {
            var own = page.One(".thread__item--own");
            Assert.Contains($"{kind}, 1 KB", Assert.Single(own.QuerySelectorAll(".thread__files li")).TextContent, StringComparison.Ordinal);
            Assert.Equal(words.Length > 0 ? words : null, own.QuerySelector(".own-words")?.TextContent);
            Assert.DoesNotContain("IMG_2041", page.Text, StringComparison.Ordinal);
        }

        var message = Assert.Single((await site.Http.SendJsonAsync("/api/v1/receipts/open", new { receipt })).Body.GetProperty("messages").EnumerateArray());
        Assert.Equal(words, message.GetProperty("text").GetString());
        Assert.Equal("photo", Assert.Single(message.GetProperty("files").EnumerateArray()).GetProperty("kind").GetString());
    }

    /// <summary>It is said at the head of the page, and with one file nobody is told of an order.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Files_RefusedWithTheReport_AreSaidBeforeTheReceipt(int count)
    {
        foreach (var language in SiteLanguage.All)
        {
            var browser = new PlainBrowser(site.Http);
            await browser.OpenAsync($"/{language.Tag}/report");
            await browser.Fill("#text", "Vjedhje").ClickAsync("main .main-button");
            await browser.ClickAsync("main .main-button");
            for (var file = 0; file < count; file++)
            {
                browser.Attach("files", [1, 2, 3], "b.png");
            }

            await browser.ClickAsync("#send-button");
            var said = browser.One(".notice.tint-urgent");
            Assert.True(said.CompareDocumentPosition(browser.One(".receipt-card")).HasFlag(AngleSharp.Dom.DocumentPositions.Following));
            Assert.NotNull(browser.One(said.QuerySelector("a")!.GetAttribute("href")!));
            var key = count == 1 ? "sent.refused.one" : "sent.refused";
            Assert.StartsWith(texts.Get(language, key).Split('{')[0], said.TextContent, StringComparison.Ordinal);
            var results = browser.Page.QuerySelectorAll(".file-results__item--no");
            Assert.Equal(count, results.Length);
            Assert.StartsWith(texts.Get(language, count == 1 ? "sent.file.refused.one" : "sent.file.refused").Split('{')[0], results[0].TextContent.Trim(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Files_AllRefused_LeaveNoEmptyMessage()
    {
        var receipt = await site.Http.SubmitAsync("Vjedhje");
        var browser = await OpenAsync("en", receipt);
        await browser.Attach("files", [1, 2, 3], "b.png").ClickAsync("#send-button");
        Assert.Contains("It was not sent.", browser.One(".notice[role=status] .file-results__item--no").TextContent, StringComparison.Ordinal);
        Assert.Equal("Nothing was sent.", browser.One(".notice[role=status] p").TextContent);
        Assert.DoesNotContain("was sent.", browser.One(".notice[role=status]").TextContent.Replace("Nothing was sent.", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector(".thread__item"));
    }

    /// <summary>Files without words had no page of their own to be recognised by: a double click stored them twice.</summary>
    [Fact]
    public async Task Files_SentTwiceWithoutWords_AreStoredOnce()
    {
        var receipt = await site.Http.SubmitAsync("Vjedhje");
        var nonce = (await OpenAsync("en", receipt)).One("input[name=nonce]").GetAttribute("value")!;
        for (var i = 0; i < 2; i++)
        {
            using var body = new MultipartFormDataContent { { new StringContent(receipt), "receipt" }, { new StringContent(nonce), "nonce" }, { new ByteArrayContent(Photo), "files", "a.png" } };
            using var answer = await site.Http.PostAsync("/en/answer/reply", body);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        using var reporter = ReporterKey.From(((ReceiptReading.Good)Receipt.Read(receipt)).Receipt, site.Trust.Instance);
        var id = await site.ReadAsync(db => db.Cases.Where(report => report.ReceiptLookup == reporter.Lookup).Select(report => report.Id).SingleAsync());
        Assert.Equal(1, await site.ReadAsync(db => db.CaseItems.CountAsync(item => item.CaseId == id && item.Kind == CaseItemKind.Media)));
        Assert.Equal(1, await site.ReadAsync(db => db.CaseMessages.CountAsync(message => message.CaseId == id)));
    }

    private async Task<PlainBrowser> OpenAsync(string tag, string receipt)
    {
        var browser = new PlainBrowser(site.Http);
        await browser.OpenAsync($"/{tag}/answer");
        await browser.Fill("#receipt", receipt).ClickAsync("main .main-button");
        return browser;
    }
}

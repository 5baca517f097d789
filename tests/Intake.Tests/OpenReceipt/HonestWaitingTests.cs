using System.Net;
using System.Net.Sockets;
using System.Text;
using ReportingService.Intake.Tests.Site;
using ReportingService.Web.Languages;

namespace ReportingService.Intake.Tests.OpenReceipt;

/// <summary>No desk of this site has a reader: nothing may promise that somebody is told, and a typed receipt is judged by its length first.</summary>
[Collection(nameof(SharedSite))]
public sealed class HonestWaitingTests(SharedSite shared)
{
    private readonly IntakeSite site = shared.Site;
    private readonly TextCatalogue texts = new(typeof(IntakeHost).Assembly);

    [Theory]
    [InlineData("sq")]
    [InlineData("sr-Latn")]
    [InlineData("sr-Cyrl")]
    [InlineData("en")]
    public async Task Report_ThatNobodyCanOpen_IsSaidToWaitEverywhere(string tag)
    {
        var language = SiteLanguage.Find(tag)!;
        var browser = new PlainBrowser(site.Http);
        await browser.OpenAsync($"/{tag}/report");
        await browser.Fill("#text", "Burri im më rreh").ClickAsync("main .main-button");
        await browser.Fill("#helplineOnly", "true").ClickAsync("main .main-button");
        Assert.Contains(texts.Get(language, "check.waiting"), browser.Text, StringComparison.Ordinal);
        await browser.ClickAsync("#send-button");
        Assert.Contains(texts.Get(language, "sent.next.waiting"), browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(texts.Get(language, "sent.next.protected"), browser.Text, StringComparison.Ordinal);
        await browser.ClickAsync("form[action$=answer] button");
        Assert.Contains(texts.Get(language, "status.waiting"), browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(texts.Get(language, "status.routed"), browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Api_ReportThatNobodyCanOpen_SaysSoAndKeepsItsState()
    {
        var sent = await site.Http.SendAsync("/api/v1/reports", ApiCalls.Report("Burri im më rreh", ("helplineOnly", "true")));
        Assert.True(sent.Body.GetProperty("waiting").GetBoolean());
        var opened = await site.Http.SendJsonAsync("/api/v1/receipts/open", new { receipt = sent.Body.GetProperty("receipt").GetString() });
        Assert.True(opened.Body.GetProperty("waiting").GetBoolean());
        Assert.Equal("received", opened.Body.GetProperty("state").GetString());
        Assert.Equal(texts.Get(SiteLanguage.Sq, "status.waiting"), opened.Body.GetProperty("publicStatus").GetString());
    }

    [Theory]
    [InlineData(0, "answer.mistyped.empty", "missing", 30)]
    [InlineData(29, "answer.mistyped.short", "missing", 1)]
    [InlineData(17, "answer.mistyped.short", "missing", 13)]
    [InlineData(31, "answer.mistyped.long", "extra", 1)]
    public async Task Receipt_OfTheWrongLength_SaysByHowMuch(int length, string key, string member, int off)
    {
        var typed = string.Concat("7K3QDM0V9A7K3QDM0V9A7K3QDM0V9A7".Take(length));
        var refused = await site.Http.SendJsonAsync("/api/v1/receipts/open", new { receipt = typed });
        Assert.Equal("receipt_mistyped", refused.Code());
        Assert.Equal(off, refused.Body.GetProperty(member).GetInt32());

        var browser = new PlainBrowser(site.Http);
        await browser.OpenAsync("/en/answer");
        await browser.Fill("#receipt", typed).ClickAsync("main .main-button");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        Assert.Equal(texts.Get(SiteLanguage.En, key).Replace("{n}", $"{off}", StringComparison.Ordinal), browser.One(".govuk-error-summary a").TextContent);
        Assert.Equal(typed, browser.One("#receipt").TextContent.TrimStart());
    }

    /// <summary>Kestrel answers these before any code of ours runs (decision 0013): without a body, and without saying what it is.</summary>
    [Theory]
    [InlineData("nonsense\r\n\r\n", "400")]
    [InlineData("GET /sq HTTP/1.1\r\nHost: x\r\nX-Long: {long}\r\n\r\n", "431")]
    public async Task Request_ThatIsNoRequest_IsAnsweredBare(string request, string status)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(site.Address.Host, site.Address.Port);
        var stream = client.GetStream();

        // Just more than the 32 KiB that are taken: what a server leaves unread when it hangs up can cost its answer.
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request.Replace("{long}", new string('a', 32_800), StringComparison.Ordinal)));
        var answer = await new StreamReader(stream, Encoding.ASCII).ReadToEndAsync();
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("Content-Length: 0\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Server:", answer, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Kestrel", answer, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenApi_OfAnotherName_IsAProblem()
    {
        using var response = await site.Http.GetAsync("/openapi/x.json");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }
}

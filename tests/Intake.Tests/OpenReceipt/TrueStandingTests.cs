using System.Net;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.Intake.Tests.Site;
using ReportingService.Web.Languages;

namespace ReportingService.Intake.Tests.OpenReceipt;

/// <summary>What the receipt page says after staff acted: the outcome, who has it, and that later words are not read yet.</summary>
[Collection(nameof(SharedSite))]
public sealed class TrueStandingTests(SharedSite shared)
{
    private readonly IntakeSite site = shared.Site;
    private readonly TextCatalogue texts = new(typeof(IntakeHost).Assembly);

    [Theory]
    [InlineData(ReportState.Received, ReportState.Received)]
    [InlineData(ReportState.Routed, ReportState.Routed)]
    [InlineData(ReportState.Opened, ReportState.Answered)]
    [InlineData(ReportState.Question, ReportState.Answered)]
    [InlineData(ReportState.Accepted, ReportState.Answered)]
    [InlineData(ReportState.Referred, ReportState.Answered)]
    public async Task Words_AddedLater_AreUnreadAndTheEarlierStateIsKept(ReportState before, ReportState after)
    {
        var owner = Guid.NewGuid();
        var receipt = await site.Http.SubmitAsync("Vjedhje");
        await ChangeAsync(receipt, report => (report.State, report.OwnerAccountId) = (before, owner));
        Assert.Equal(HttpStatusCode.Created, (await site.Http.SendJsonAsync("/api/v1/receipts/messages", new { receipt, text = "Edhe diçka." })).Status);
        var report = await CaseOf(receipt);
        Assert.Equal((after, owner), (report.State, report.OwnerAccountId!.Value));
        if (before is ReportState.Accepted or ReportState.Referred)
        {
            Assert.Equal(before, report.StateOnceRead);
            var said = (await OpenAsync(receipt)).GetProperty("publicStatus").GetString();
            Assert.Contains(Sq(before == ReportState.Accepted ? "status.accepted" : "status.referred"), said, StringComparison.Ordinal);
            Assert.Contains(Sq("status.answered"), said, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(ReportState.Accepted)]
    [InlineData(ReportState.Referred)]
    public async Task Words_AddedThenWithdrawnAndTakenBack_LeadBackToWhereItStood(ReportState before)
    {
        var receipt = await site.Http.SubmitAsync("Vjedhje");
        await ChangeAsync(receipt, report => report.State = before);
        Assert.Equal(HttpStatusCode.Created, (await site.Http.SendJsonAsync("/api/v1/receipts/messages", new { receipt, text = "Edhe diçka." })).Status);
        Assert.Equal("withdrawn", (await site.Http.SendJsonAsync("/api/v1/receipts/withdraw", new { receipt })).Body.GetProperty("state").GetString());
        Assert.Equal("answered", (await site.Http.SendJsonAsync("/api/v1/receipts/undo", new { receipt })).Body.GetProperty("state").GetString());

        // What the console gives back to whoever reads the words.
        Assert.Equal((ReportState.Answered, before), ((await CaseOf(receipt)).State, (await CaseOf(receipt)).StateOnceRead));
    }

    [Theory]
    [InlineData("acted", "acted")]
    [InlineData("duplicate", "elsewhere")]
    [InlineData("not_serious", "no_further_action")]
    [InlineData("code of another version", null)]
    public async Task Closed_WithAnOutcome_ReporterReadsItInWords(string kept, string? told)
    {
        var receipt = await site.Http.SubmitAsync("Vjedhje");
        Assert.False((await OpenAsync(receipt)).TryGetProperty("outcome", out _));
        Assert.Contains(Sq("answer.messages.none"), await PageAsync("sq", receipt), StringComparison.Ordinal);
        await ChangeAsync(receipt, report => (report.State, report.Outcome) = (ReportState.Closed, kept));
        var opened = await OpenAsync(receipt);
        Assert.Equal(told, opened.TryGetProperty("outcome", out var outcome) ? outcome.GetString() : null);
        foreach (var language in SiteLanguage.All)
        {
            var page = await PageAsync(language.Tag, receipt);
            Assert.Contains(texts.Get(language, "status.closed"), page, StringComparison.Ordinal);
            Assert.DoesNotContain(texts.Get(language, "answer.messages.none"), page, StringComparison.Ordinal);
            if (told is not null)
            {
                Assert.Contains(texts.Get(language, "outcome." + told), page, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(ReportState.Question)]
    [InlineData(ReportState.Answered)]
    [InlineData(ReportState.Accepted)]
    [InlineData(ReportState.Closed)]
    public async Task Helpline_HasTheReport_PageNamesItAndNoUnit(ReportState state)
    {
        var helpline = await site.Http.SubmitAsync("Burri im më rreh", ("helplineOnly", "true"));
        Assert.Equal(KeyDomain.Helpline, (await CaseOf(helpline)).Domain);
        var police = await site.Http.SubmitAsync("Vjedhje");
        foreach (var receipt in new[] { helpline, police })
        {
            await ChangeAsync(receipt, report => report.State = state);
        }

        Assert.DoesNotContain(" unit", await PageAsync("en", helpline), StringComparison.Ordinal);
        Assert.Contains("victims' helpline", await PageAsync("en", helpline), StringComparison.Ordinal);

        // Positive control: the search finds the word where the police have the report.
        Assert.Contains(" unit", await PageAsync("en", police), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SentPage_OpenedByItsAddress_SaysWhatIsTrueInsteadOfAnEmptyForm()
    {
        foreach (var language in SiteLanguage.All)
        {
            var browser = new PlainBrowser(site.Http);
            await browser.OpenAsync($"/{language.Tag}/sent");
            Assert.Equal(HttpStatusCode.OK, browser.Status);
            Assert.Contains(texts.Get(language, "sent.once"), browser.Text, StringComparison.Ordinal);
            Assert.Null(browser.Page.QuerySelector("textarea"));
            await browser.ClickAsync($"main a[href='/{language.Tag}/answer']");
            Assert.NotNull(browser.One("#receipt"));
        }
    }

    [Theory]
    [InlineData("Kodi: ")]
    [InlineData("Kodi i raportit:\n")]
    [InlineData("Report code:")]
    [InlineData("Код пријаве: ")]
    public async Task Receipt_PastedWithItsLabel_Opens(string label)
    {
        var receipt = await site.Http.SubmitAsync("Vjedhje");
        await OpenAsync(label + receipt);
        await OpenAsync(receipt.Replace('-', ':'));
        var shorter = await site.Http.SendJsonAsync("/api/v1/receipts/open", new { receipt = label + receipt[..^1] });
        Assert.Equal(1, shorter.Body.GetProperty("missing").GetInt32());
    }

    [Fact]
    public async Task Words_SentTwice_AreOneMessageAndNoRefusalOfTheDatabase()
    {
        var receipt = await site.Http.SubmitAsync("Vjedhje");
        var browser = new PlainBrowser(site.Http);
        await browser.OpenAsync("/en/answer");
        await browser.Fill("#receipt", receipt).ClickAsync("main .main-button");
        var nonce = browser.One("input[name=nonce]").GetAttribute("value")!;
        var refusals = Refusals();
        for (var i = 0; i < 2; i++)
        {
            using var body = new MultipartFormDataContent { { new StringContent(receipt), "receipt" }, { new StringContent(nonce), "nonce" }, { new StringContent("Edhe diçka."), "text" } };
            using var answer = await site.Http.PostAsync("/en/answer/reply", body);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        var id = (await CaseOf(receipt)).Id;
        Assert.Equal(1, await site.ReadAsync(db => db.CaseMessages.CountAsync(message => message.CaseId == id)));
        Assert.Equal(refusals, Refusals());

        int Refusals() => site.Logs.Lines.Count(line => line.Contains(".FailedCommands | Error", StringComparison.Ordinal));
    }

    private string Sq(string key) => texts.Get(SiteLanguage.Sq, key);

    private async Task<string> PageAsync(string tag, string receipt)
    {
        var browser = new PlainBrowser(site.Http);
        await browser.OpenAsync($"/{tag}/answer");
        await browser.Fill("#receipt", receipt).ClickAsync("main .main-button");
        return browser.Text;
    }

    private async Task<System.Text.Json.JsonElement> OpenAsync(string receipt)
    {
        var opened = await site.Http.SendJsonAsync("/api/v1/receipts/open", new { receipt });
        Assert.Equal(HttpStatusCode.OK, opened.Status);
        return opened.Body;
    }

    private async Task ChangeAsync(string receipt, Action<Case> change)
    {
        var id = (await CaseOf(receipt)).Id;
        await site.WriteAsync(async (db, ct) => change(await db.Cases.AsTracking().SingleAsync(report => report.Id == id, ct)));
    }

    private Task<Case> CaseOf(string receipt) => site.CaseOfAsync(receipt);
}

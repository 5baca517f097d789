using System.Net;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.Intake.Tests.Site;

namespace ReportingService.Intake.Tests.OpenReceipt;

/// <summary>The same page sent more than once: by a double press, a cut connection, from the page before.</summary>
[Collection(nameof(SharedSite))]
public sealed class SentTwiceTests(SharedSite shared)
{
    private const string Beaten = ReceiptCases.Beaten;
    private readonly IntakeSite site = shared.Site;

    /// <summary>The same page sent again is one message; with more on it, it is another.</summary>
    [Fact]
    public async Task Reply_SentAgainWithMoreWords_KeepsThem()
    {
        var receipt = await site.Http.SubmitAsync("Vjedhje");
        var browser = new PlainBrowser(site.Http);
        await browser.OpenAsync("/en/answer");
        await browser.Fill("#receipt", receipt).ClickAsync("main .main-button");
        var page = browser.Page;
        await browser.Fill("#text", "It was red.").ClickAsync("#send-button");
        await browser.ResendAsync(browser.Sent - 1);
        var first = await site.CaseOfAsync(receipt);
        Assert.Equal(1, await MessagesAsync(first));

        browser.GoTo(page);
        await browser.Fill("#text", "It was red. Arben took it.").ClickAsync("#send-button");
        Assert.Equal(2, await MessagesAsync(first));
        Assert.Contains("Arben took it.", browser.Text, StringComparison.Ordinal);
        browser.GoTo(page);
        await browser.Fill("#text", "It was red.").Attach("files", SentFilesTests.Photo, "a.png").ClickAsync("#send-button");
        Assert.Contains("File 1", browser.One(".done-panel").TextContent, StringComparison.Ordinal);
        Assert.Equal(1, await site.ReadAsync(db => db.CaseItems.CountAsync(item => item.CaseId == first.Id && item.Kind == CaseItemKind.Media)));
    }

    /// <summary>
    /// A button pressed twice: only the second answer is seen, and by then the first sending has taken the part from its holder, made a part
    /// for another body, or the report has ended. Other words are a message of their own, or refused as ever.
    /// </summary>
    [Theory]
    [InlineData("Officers of the station in Gjilan beat me and asked for a bribe.", false, "Police Inspectorate")]
    [InlineData(Beaten, false, "24-hour victims' helpline")]
    [InlineData("It was red.", true, null)]
    public async Task Reply_SentTwice_IsNeverCalledUnsent(string words, bool ended, string? movedTo)
    {
        var receipt = await site.Http.SubmitAsync("Vjedhje në treg", ("municipality", "gjilan"));
        var first = await site.CaseOfAsync(receipt);
        await site.WriteAsync((db, ct) => db.Cases.Where(row => row.Id == first.Id)
            .ExecuteUpdateAsync(row => row.SetProperty(one => one.HolderDesk, "PS_GJILAN").SetProperty(one => one.State, ReportState.Opened), ct));
        var browser = new PlainBrowser(site.Http);
        await browser.OpenAsync("/en/answer");
        await browser.Fill("#receipt", receipt).ClickAsync("main .main-button");
        var page = browser.Page;
        await browser.Fill("#text", words).Attach("files", SentFilesTests.Photo, "a.png").ClickAsync("#send-button");
        var sent = (browser.One(".done-panel").TextContent, browser.Page.QuerySelectorAll(".thread__item--own").Length);
        if (movedTo is not null)
        {
            Assert.Contains(movedTo, sent.TextContent, StringComparison.Ordinal);
        }

        var gone = ended || movedTo == "Police Inspectorate";
        if (gone)
        {
            await site.WriteAsync((db, ct) => db.Cases.Where(row => row.Id == first.Id)
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.State, ended ? ReportState.Closed : ReportState.Received).SetProperty(one => one.HolderDesk, (string?)null), ct));
        }

        await browser.ResendAsync(browser.Sent - 1);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Equal(sent.Length, browser.Page.QuerySelectorAll(".thread__item--own").Length);
        Assert.Equal(FirstLine(sent.TextContent), FirstLine(browser.One(".done-panel").TextContent));

        browser.GoTo(page);
        await browser.Fill("#text", words + " And more.").ClickAsync("#send-button");
        Assert.Equal(gone, browser.Status != HttpStatusCode.OK);
        Assert.Contains(words + " And more.", browser.Text, StringComparison.Ordinal);

        static string FirstLine(string text) => text.Trim().Split('\n')[0].Trim();
    }

    /// <summary>Sent to the police by mistake, then to the helpline, which takes no more words by now: those that the police have are not called sent to it.</summary>
    [Fact]
    public async Task Reply_SentToAnotherReaderWhoHasEnded_IsNotCalledSent()
    {
        var receipt = await PartedAsync();
        var browser = await OpenedAsync(receipt);
        var page = browser.Page;
        await browser.Fill("#text", "It is private.").Fill("#reader-police", "true").ClickAsync("#send-button");
        await CloseAsync(await site.PartOfAsync(receipt, KeyDomain.Helpline));
        browser.GoTo(page);
        await browser.Fill("#text", "It is private.").Fill("#reader-police", "false").Fill("#reader", "true").ClickAsync("#send-button");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        Assert.Equal(1, await MessagesAsync(await site.CaseOfAsync(receipt)));
    }

    /// <summary>The words had been sent, and nothing more is taken: a file that is not read any more is never called accepted, nor the words unsent.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reply_SentAgainWithAFileAfterTheEnd_IsToldWhatIsNotKnown(bool words)
    {
        var receipt = await site.Http.SubmitAsync("Vjedhje në treg", ("municipality", "gjilan"));
        var browser = await OpenedAsync(receipt);
        var page = browser.Page;
        var text = words ? "Here is he." : string.Empty;
        await browser.Fill("#text", text).Attach("files", SentFilesTests.Photo, "a.png").Attach("files", [1, 2, 3], "b.png").ClickAsync("#send-button");
        await CloseAsync(await site.CaseOfAsync(receipt));
        browser.GoTo(page);
        await browser.Fill("#text", text).Attach("files", [1, 2, 3, 4, 5, 6], "other.mp4").ClickAsync("#send-button");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains("Your message was sent.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("not read again", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("was accepted", browser.Text, StringComparison.Ordinal);
    }

    /// <summary>Sent to the police by mistake, stopped, and sent again to the helpline: that is another message.</summary>
    [Fact]
    public async Task Reply_SentAgainToAnotherReader_ReachesIt()
    {
        var receipt = await PartedAsync();
        var browser = new PlainBrowser(site.Http);
        await browser.OpenAsync("/en/answer");
        await browser.Fill("#receipt", receipt).ClickAsync("main .main-button");
        var page = browser.Page;
        await browser.Fill("#text", "It is private.").Fill("#reader-police", "true").ClickAsync("#send-button");
        browser.GoTo(page);
        await browser.Fill("#text", "It is private.").Fill("#reader-police", "false").Fill("#reader", "true").ClickAsync("#send-button");
        Assert.Equal((1, 2), (await MessagesAsync(await site.CaseOfAsync(receipt)), await MessagesAsync(await site.PartOfAsync(receipt, KeyDomain.Helpline))));
        Assert.Equal("Your message was sent.", browser.One(".done-panel p").TextContent);
    }

    private Task<string> PartedAsync() => site.PartedAsync();

    private Task<PlainBrowser> OpenedAsync(string receipt) => site.OpenedAsync(receipt);

    private Task<int> MessagesAsync(Case part) => site.MessagesAsync(part);

    private Task CloseAsync(Case part)
        => site.WriteAsync((db, ct) => db.Cases.Where(row => row.Id == part.Id).ExecuteUpdateAsync(row => row.SetProperty(one => one.State, ReportState.Closed), ct));
}

using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using ReportingService.Intake.Forms;
using ReportingService.Intake.LeavePage;
using ReportingService.Intake.Tests.Site;
using ReportingService.Web.Languages;

namespace ReportingService.Intake.Tests.Pages;

/// <summary>Somebody takes the phone after the quick exit, goes back, and lets the browser send a form again (decision 0018).</summary>
[Collection(nameof(SharedSite))]
public sealed class QuickExitTests(SharedSite shared)
{
    private const string Words = "Dikush shet bileta të rreme para stadiumit.";
    private readonly IntakeSite site = shared.Site;
    private readonly TextCatalogue texts = new(typeof(IntakeHost).Assembly);

    [Fact]
    public async Task Exit_OnTheSentPage_ClosesEveryFormOfTheReport()
    {
        var browser = await SentAsync();
        var receipt = ReceiptOf(browser);
        var sent = browser.Sent;

        // Positive control: without the exit a form sent again is answered, the last one with the same receipt.
        await browser.ResendAsync(0);
        Assert.Contains(Words, browser.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        await browser.ResendAsync(sent - 1);
        Assert.Equal(receipt, ReceiptOf(browser));

        var stored = await CasesAsync();
        Assert.Equal(HttpStatusCode.Redirect, (await browser.LeaveAsync()).StatusCode);
        for (var number = 0; number < sent; number++)
        {
            await browser.ResendAsync(number);
            IsClosed(browser, receipt);
        }

        Assert.Equal(stored, await CasesAsync());
    }

    /// <summary>The words are in the browser's history from the second page on: leaving on any page closes what was before it and what came of it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Exit_BeforeSending_StoresNothingAndShowsNoWords(int steps)
    {
        var browser = await OnStepAsync(steps);
        var stored = await CasesAsync();
        await browser.LeaveAsync();
        for (var number = 0; number < steps; number++)
        {
            await browser.ResendAsync(number);
            IsClosed(browser, Words);
        }

        Assert.Equal(stored, await CasesAsync());
    }

    [Fact]
    public async Task Exit_OnAnotherPageOfTheSite_ClosesTheFormTheReaderCameFrom()
    {
        foreach (var beside in new[] { "footer a[href*='/privacy']", "footer a[href*='/accessibility']", ".site-header__name", "footer a[href*='/answer']" })
        {
            var browser = await OnStepAsync(2);
            await browser.ClickAsync(beside);
            await browser.LeaveAsync();
            await browser.ResendAsync(1);
            IsClosed(browser, Words);
        }
    }

    [Fact]
    public async Task Exit_OnTheReportsPage_ClosesItAndStoresNoMessage()
    {
        var receipt = await site.Http.SubmitAsync(Words);
        var browser = new PlainBrowser(site.Http);
        await browser.OpenAsync("/en/answer");
        await browser.Fill("#receipt", receipt).ClickAsync("main .main-button");
        await browser.Fill("#text", "Ishin tre veta.").ClickAsync("#send-button");
        await browser.ClickAsync("form[action$=withdraw] button");
        var sent = browser.Sent;
        await browser.ResendAsync(0);
        Assert.Contains("Ishin tre veta.", browser.Text, StringComparison.Ordinal);

        var messages = await site.ReadAsync(db => db.CaseMessages.CountAsync());
        await browser.LeaveAsync();
        for (var number = 0; number < sent; number++)
        {
            await browser.ResendAsync(number);
            IsClosed(browser, "Ishin tre veta.");
        }

        Assert.Equal(messages, await site.ReadAsync(db => db.CaseMessages.CountAsync()));

        // Whoever knows the code goes on from there.
        await browser.ClickAsync("footer a[href$='/answer']");
        await browser.Fill("#receipt", receipt).ClickAsync("main .main-button");
        Assert.Contains("Ishin tre veta.", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exit_OfOneReader_ClosesNobodyElsesPages()
    {
        var (mine, other) = (await OnStepAsync(2), await OnStepAsync(2));
        await other.LeaveAsync();
        await mine.ResendAsync(1);
        Assert.Contains(Words, mine.Text, StringComparison.Ordinal);
    }

    /// <summary>The handler fails before any page is made: the error page's exit has to know the visit all the same.</summary>
    [Fact]
    public async Task Exit_OnAnErrorPage_ClosesTheVisit()
    {
        await using var locked = await IntakeSite.StartAsync(settings: new Dictionary<string, string?> { ["Database:CommandTimeoutSeconds"] = "1" });
        var browser = await OnStepAsync(2, locked);
        await using (var other = new SqliteConnection($"Data Source={Path.Combine(locked.Folder, "reports.db")};Pooling=False"))
        {
            await other.OpenAsync();
            await using var transaction = other.BeginTransaction(deferred: false);
            await browser.ClickAsync("#send-button");
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, browser.Status);
        Assert.Equal(texts.Get(SiteLanguage.En, "errorpage.503.heading"), browser.One("h1").TextContent);
        await browser.LeaveAsync();
        for (var number = 0; number < browser.Sent; number++)
        {
            await browser.ResendAsync(number);
            IsClosed(browser, Words);
        }

        Assert.Equal(0, await locked.ReadAsync(db => db.Cases.CountAsync()));
    }

    [Fact]
    public async Task Exit_OnThePageThatRefusesALongForm_ClosesTheVisit()
    {
        var browser = await OnStepAsync(1);
        await browser.Fill("#place", new string('a', FormLimits.Fields)).ClickAsync("main .main-button");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, browser.Status);
        await browser.LeaveAsync();
        await browser.ResendAsync(0);
        IsClosed(browser, Words);
    }

    /// <summary>Threat: a link handed round gives everybody one mark, and one who leaves closes the others' forms.</summary>
    [Theory]
    [InlineData("report")]
    [InlineData("answer")]
    public async Task Form_BegunByALinkWithAMark_HasAMarkOfItsOwnAndTheExitClosesBoth(string page)
    {
        var first = new PlainBrowser(site.Http);
        await first.OpenAsync($"/en/{page}");
        var handedRound = first.One("main input[name=visit]").GetAttribute("value")!;
        var (one, other) = (new PlainBrowser(site.Http), new PlainBrowser(site.Http));
        foreach (var browser in new[] { one, other })
        {
            await browser.OpenAsync($"/en/{page}?visit={handedRound}");
            browser.Fill(page == "report" ? "#text" : "#receipt", Words);
            Assert.NotEqual(handedRound, browser.One("main input[name=visit]").GetAttribute("value")!.Split('.')[^1]);
            Assert.Contains(handedRound, browser.One("#exit").GetAttribute("href"), StringComparison.Ordinal);
        }

        await one.LeaveAsync();
        await other.ClickAsync("main .main-button");
        Assert.Equal(page == "report" ? "/en/about" : "/en/answer", other.Visited[^1]);
        Assert.Contains(Words, other.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        await one.ClickAsync("main .main-button");
        IsClosed(one, Words);
    }

    /// <summary>Threat: with marks of one's own making one connection makes every visit that was left forgotten.</summary>
    [Fact]
    public async Task Exit_WithMarksThatNoPageGaveOut_NotesNothing()
    {
        var browser = new PlainBrowser(site.Http);
        await browser.OpenAsync("/en/report");
        var given = browser.One("main input[name=visit]").GetAttribute("value")!;
        var changed = (given[0] == 'a' ? 'b' : 'a') + given[1..];
        foreach (var invented in new[] { changed, new string('a', given.Length), given[..32] })
        {
            Assert.Equal(HttpStatusCode.OK, await SentAfterExitAsync(invented));
        }

        // The control: the one that the page gave out closes.
        Assert.Equal(HttpStatusCode.Redirect, await SentAfterExitAsync(given));

        async Task<HttpStatusCode> SentAfterExitAsync(string mark)
        {
            using var gone = await site.Http.GetAsync("/en/exit?visit=" + mark);
            using var sent = await site.Http.PostAsync("/en/about", new FormUrlEncodedContent([new("visit", mark), new("text", Words)]));
            return sent.StatusCode;
        }
    }

    [Fact]
    public async Task Exit_InASecondForm_ClosesTheFirstAsWell()
    {
        var browser = await OnStepAsync(2);
        await browser.ClickAsync(".site-header__name");
        await browser.ClickAsync("main .main-button");
        await browser.Fill("#text", "Tjetër gjë.").ClickAsync("main .main-button");
        await browser.LeaveAsync();
        for (var number = 0; number < browser.Sent; number++)
        {
            await browser.ResendAsync(number);
            IsClosed(browser, "Tjetër gjë.");
        }
    }

    [Fact]
    public async Task Exit_SendsAwayAndWritesNothingDown()
    {
        var browser = await SentAsync();
        using var gone = await browser.LeaveAsync();
        Assert.Equal("https://www.wikipedia.org/", gone.Headers.Location!.ToString());
        var mark = browser.One("input[name=visit]").GetAttribute("value")!;
        Assert.EndsWith(mark, browser.One("#exit").GetAttribute("href"), StringComparison.Ordinal);
        Assert.DoesNotContain(site.Logs.Lines, line => line.Contains(mark, StringComparison.Ordinal));
        Assert.DoesNotContain(site.FilesOnDisk(), file => Holds(file, mark));
    }

    [Fact]
    public void LeftPages_AreForgottenInTimeAndWhenThereAreTooMany()
    {
        var clock = new MovableClock();
        var left = new LeftPages(clock);
        left.Note("first");
        left.Note("second");
        for (var number = 0; number < LeftPages.Most - 1; number++)
        {
            left.Note($"{number}");
        }

        Assert.False(left.Has("first"));
        Assert.True(left.Has($"{LeftPages.Most - 2}"));
        clock.Ahead = LeftPages.Life + TimeSpan.FromMinutes(1);
        Assert.False(left.Has($"{LeftPages.Most - 2}"));
    }

    private static bool Holds(string file, string mark)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return reader.ReadToEnd().Contains(mark, StringComparison.Ordinal);
    }

    private static string ReceiptOf(PlainBrowser browser) => browser.One(".receipt-card__code").TextContent;

    private void IsClosed(PlainBrowser browser, string gone)
    {
        Assert.Equal("/en/closed", browser.Visited[^1]);
        Assert.Contains(texts.Get(SiteLanguage.En, "closed.text"), browser.Text, StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector("main form"));
        Assert.DoesNotContain(Words, browser.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain(gone, browser.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    private async Task<PlainBrowser> OnStepAsync(int step, IntakeSite? on = null)
    {
        var browser = new PlainBrowser((on ?? site).Http);
        await browser.OpenAsync("/en/report");
        await browser.Fill("#text", Words).ClickAsync("main .main-button");
        if (step > 1)
        {
            await browser.Fill("#municipality", "prishtine").ClickAsync("main .main-button");
        }

        return browser;
    }

    private async Task<PlainBrowser> SentAsync()
    {
        var browser = await OnStepAsync(2);
        await browser.ClickAsync("#send-button");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        return browser;
    }

    private Task<int> CasesAsync() => site.ReadAsync(db => db.Cases.CountAsync());
}

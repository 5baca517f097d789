using Microsoft.Playwright;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Browser;

/// <summary>
/// A screen that its reader has left, in a real browser: the page warns, covers itself and goes, and what was begun on it is given back. On a
/// product of its own, whose sessions end soon; what a page must not hear too early it is kept from asking.
/// </summary>
[CollectionDefinition(Alone, DisableParallelization = true)]
[Collection(Alone)]
public sealed class CoveredPageTests : IAsyncLifetime
{
    public const string Alone = "covered pages";

    private const string Note = "Një shënim i filluar natën.";
    private const string Question = "Çfarë ngjyre kishte çanta?";

    private static readonly Dictionary<string, string> SoonOver = new()
    {
        // Far longer than a step takes, and short enough to be waited for.
        ["StaffConsole__IdleLimit"] = "00:00:50",
        ["StaffConsole__WarnBefore"] = "00:00:35",
    };

    private readonly TestFolder folder = new();
    private Chromium? chromium;
    private RunningProduct? product;

    public async ValueTask InitializeAsync()
    {
        chromium = await Chromium.LaunchAsync();
        product = await RunningProduct.StartAsync(folder["data"], environment: SoonOver);
        using var citizen = new CitizenApi(product.CitizenUrl);
        var (status, body) = await citizen.SendAsync(new Dictionary<string, string> { ["text"] = CitizenSteps.Words, ["municipality"] = "gjilan", ["category"] = "theft", ["language"] = "sq" });
        Assert.Equal(201, status);
        await citizen.UntilAsync(body.GetProperty("receipt").GetString()!, seen => seen.GetProperty("state").GetString() != "received", TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        if (chromium is not null)
        {
            await chromium.DisposeAsync();
        }

        product?.Dispose();
        folder.Dispose();
    }

    /// <summary>Threat: a reporter's words stay on a screen that was left alone, go with what was typed, or are read by the next who signs in there.</summary>
    [Fact]
    public async Task Page_LeftAlone_WarnsCoversAndGivesWhatWasBegunBackToItsWriterAlone()
    {
        await using var officer = await Visit.StartAsync(chromium!.Browser, product!, width: 1280);
        await StaffSteps.SignInAsync(officer, Account(StaffSessions.Officer));
        var report = await StaffSteps.OpenNewestAsync(officer);
        await AnotherSignsInAsync(await officer.Context.StorageStateAsync(), report);

        // A question is begun and another button pressed: it stands in its box from the start, and is no less begun.
        await officer.StaffAsync(report);
        await officer.Page.FillAsync("form[action$='/ask'] textarea", Question);
        await officer.Page.ClickAsync("button[formaction$='/take']");
        await officer.Page.WaitForSelectorAsync("button[formaction$='/release']");
        Assert.Equal(Question, await officer.Page.InputValueAsync("form[action$='/ask'] textarea"));

        // Two forms of one page are begun, of which only one could have been sent.
        await using var author = await Visit.StartAsync(chromium.Browser, product!, width: 1280);
        await StaffSteps.SignInAsync(author, Account(StaffSessions.RuleAuthor));
        await author.StaffAsync("/rules");
        await author.Page.ClickAsync("form[action='/rules/begin'] button");
        await author.Page.FillAsync("#Purpose", "Trashëgimia");
        await author.Page.ClickAsync("#expert > summary");
        await author.Page.FillAsync("#Text", "{ }");

        // A rule of which nothing is written yet, only ticked and chosen.
        var rule = await author.Context.NewPageAsync();
        await rule.GotoAsync(new Uri(product!.StaffUrl, await author.Page.Locator("main a[href*='/rules/drafts/'][href*='/rules/']").First.GetAttributeAsync("href") ?? "").ToString());
        await rule.EvaluateAsync("() => { const box = document.querySelector('[name=\"Rule.Urgent\"]:not(:checked)'); box.closest('details').open = true; box.id = 'ticked'; }");
        await rule.CheckAsync("#ticked");
        var ticked = await rule.GetAttributeAsync("#ticked", "value");

        var note = await officer.Context.NewPageAsync();
        await note.RouteAsync("**/queue/events", route => route.AbortAsync());
        await note.GotoAsync(new Uri(product.StaffUrl, report + "/note").ToString());
        await note.FillAsync("#Words", Note);
        var ending = note.Locator("[data-ending]");
        await ending.WaitForAsync();

        // A click without a pointer, as a screen reader makes it.
        await ending.Locator("button").EvaluateAsync("button => button.click()");
        await ending.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        Assert.True(await note.Locator("#Words").IsVisibleAsync());

        // Nobody answers: it covers itself all the same, and goes once somebody says that the session is over.
        await note.RouteAsync("**/session", route => route.AbortAsync());
        await note.WaitForSelectorAsync("html.covered");
        Assert.False(await note.Locator("main").IsVisibleAsync());
        await note.UnrouteAsync("**/session");
        Assert.Equal([Note], await GivenBackAsync(note));
        Assert.Equal([Question], await GivenBackAsync(officer.Page));
        Assert.Equal(["Trashëgimia", "{ }"], await GivenBackAsync(author.Page));
        Assert.Contains($"\"{ticked}\"", Assert.Single(await GivenBackAsync(rule)), StringComparison.Ordinal);

        // The alarm goes on above the words until that session is gone too; then it stops, and the words are still there.
        await officer.Page.WaitForSelectorAsync("[data-alarms]:not([hidden])");
        await officer.Page.EvaluateAsync("() => { window.stays = true; }");
        await SignInAgainAsync(note);
        await officer.Page.Locator("[data-alarms]").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        Assert.True(await officer.Page.EvaluateAsync<bool>("() => window.stays === true"), "The page was made anew.");
        Assert.Equal([Question], await GivenBackAsync(officer.Page));
    }

    /// <summary>In a browser that somebody else uses since: the first one's session goes on elsewhere, and their page here still holds words.</summary>
    private async Task AnotherSignsInAsync(string storage, string report)
    {
        await using var shared = await Visit.StartAsync(chromium!.Browser, product!, width: 1280, storage: storage);
        await shared.Page.RouteAsync("**/queue/events", route => route.AbortAsync());
        await shared.Page.RouteAsync("**/session", route => route.AbortAsync());
        await shared.StaffAsync(report + "/note");
        await shared.Page.FillAsync("#Words", Note);
        await shared.Context.ClearCookiesAsync();
        await using (var next = await Visit.StartAsync(chromium.Browser, product!, width: 1280))
        {
            await StaffSteps.SignInAsync(next, Account(StaffSessions.Told));
            await shared.Context.AddCookiesAsync((await next.Context.CookiesAsync()).Select(cookie => new Cookie
            {
                Name = cookie.Name,
                Value = cookie.Value,
                Domain = cookie.Domain,
                Path = cookie.Path,
                HttpOnly = cookie.HttpOnly,
                SameSite = cookie.SameSite,
            }));
        }

        await shared.Page.UnrouteAsync("**/session");
        await shared.Page.EvaluateAsync("() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))");
        await shared.Page.WaitForURLAsync("**/session-ended?*");
        Assert.Equal(0, await shared.Page.Locator("textarea").CountAsync());
        Assert.DoesNotContain(Note, await shared.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.Equal(StaffSessions.Told, await shared.Page.InnerTextAsync(".me a"));
    }

    /// <summary>In another tab of the same browser; minutes have passed since the code of the first time.</summary>
    private async Task SignInAgainAsync(IPage tab)
    {
        var account = Account(StaffSessions.Officer);
        await tab.GotoAsync(new Uri(product!.StaffUrl, "/sign-in").ToString());
        await tab.FillAsync("#UserName", account.User);
        await tab.FillAsync("#Passphrase", account.Passphrase);
        await tab.FillAsync("#Code", OfficerBrowser.CodeOf(account));
        await tab.ClickAsync("main form .button--primary");
        Assert.DoesNotContain("/sign-in", tab.Url, StringComparison.Ordinal);
    }

    /// <summary>What the page that came instead gives back: there, and not in sight until it is asked for.</summary>
    private static async Task<string[]> GivenBackAsync(IPage page)
    {
        await page.WaitForURLAsync("**/session-ended?*");
        Assert.Equal(0, await page.Locator("main textarea:visible").CountAsync());
        return await page.Locator("main textarea").EvaluateAllAsync<string[]>("boxes => boxes.map(box => box.value)");
    }

    private DemoAccount Account(string user) => product!.Accounts().Single(row => row.User == user);
}

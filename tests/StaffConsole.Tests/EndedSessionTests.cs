using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

/// <summary>What an open page learns of the end of its session, with scripts and without.</summary>
public sealed class EndedSessionTests(RunningConsole console) : IClassFixture<RunningConsole>
{
    private static readonly (string Name, string Value) ByScript = ("X-Requested-With", "fetch");

    /// <summary>Threat: an officer leaves; the report stays on the screen, and new ones come in.</summary>
    [Fact]
    public async Task Session_Idle_OpenPagesAreToldListsStopAndTheAlarmGoesOn()
    {
        using var browser = await OfficerAsync("officer.left");
        var report = await TestReport.ArriveAsync(console, "PS_FERIZAJ", "Fjalët e raportit.", Urgency.Emergency);
        await using var heard = await Feed.OpenAsync(browser);
        await browser.GetAsync(report.Path);
        console.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal(200, (await browser.GetAsync("/queue/rows", ByScript)).Status);
        Assert.True(await LeftAsync(browser) <= 60);
        console.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("ended", await NextButChangesAsync(heard));
        Assert.Equal(401, (await browser.GetAsync("/queue/rows", ByScript)).Status);
        Assert.Equal(401, (await browser.GetAsync(report.Path + "/standing", ByScript)).Status);
        Assert.Equal(401, (await browser.GetAsync("/session", ByScript)).Status);
        Assert.StartsWith("/sign-in", (await browser.GetAsync(report.Path)).Location, StringComparison.Ordinal);

        // What replaces the page says how many wait, and nothing of them.
        var ended = await browser.GetAsync("/session-ended?back=" + Uri.EscapeDataString(report.Path));
        Assert.NotEqual("0", ended.Page.QuerySelector("[data-alarms] [data-waiting]")!.GetAttribute("data-waiting"));
        Assert.Equal("/sign-in?back=" + Uri.EscapeDataString(report.Path), ended.Page.QuerySelector("main a.button")!.GetAttribute("href"));
        Assert.Equal(200, (await browser.GetAsync("/queue/alarms", ByScript)).Status);
        await using var alarm = await Feed.OpenAsync(browser);
        console.Clock.Advance(TimeSpan.FromHours(12));
        Assert.Equal("ended", await NextButChangesAsync(alarm));
        Assert.Null((await browser.GetAsync("/session-ended")).Page.QuerySelector("[data-alarms]"));
    }

    [Fact]
    public async Task Session_SignedOutInAnotherWindow_OpenPageIsTold()
    {
        using var browser = await OfficerAsync("officer.twowindows");
        await using var heard = await Feed.OpenAsync(browser);
        await browser.SubmitAsync("/account", "/sign-out");
        Assert.Equal("ended", await NextButChangesAsync(heard));
    }

    /// <summary>Without scripts the browser is told when to go, on every page and on a file in a window of its own.</summary>
    [Fact]
    public async Task Page_WithoutScripts_GoesSoonAfterTheEndAndSaysWhenBefore()
    {
        using var browser = await OfficerAsync("officer.noscript");
        var report = await TestReport.ArriveAsync(console, "PS_FERIZAJ", "Pa skripte.", file: [1, 2, 3]);
        foreach (var path in new[] { report.Path, "/queue", "/account" })
        {
            var page = (await browser.GetAsync(path)).Page;
            Goes(page.QuerySelector("noscript meta[http-equiv=refresh]")!.GetAttribute("content")!, path);
            Assert.Contains("is covered at", page.QuerySelector("noscript .ending--still")!.TextContent, StringComparison.Ordinal);
        }

        var file = await browser.GetAsync($"{report.Path}/files/{report.FileItem:N}");
        Assert.Equal(200, file.Status);
        Goes(file.Header("Refresh")!, report.Path);

        static void Goes(string refresh, string path)
        {
            var (seconds, address) = (int.Parse(refresh[..refresh.IndexOf(';', StringComparison.Ordinal)]), refresh[(refresh.IndexOf("url=", StringComparison.Ordinal) + 4)..]);
            Assert.InRange(seconds, (25 * 60) + 10, (30 * 60) + 10);
            Assert.Equal("/session-ended?back=" + Uri.EscapeDataString(path), address);
        }
    }

    /// <summary>A page left alone asks and does not keep its session; a key or a click does, so that nobody loses words while writing them.</summary>
    [Fact]
    public async Task Session_AskedByAPageAlone_EndsAndAskedAfterAKeyGoesOn()
    {
        using var browser = await OfficerAsync("officer.writing");
        var token = (await browser.GetAsync("/account")).Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        console.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.InRange(await LeftAsync(browser), 1, 601);
        Assert.Equal(400, (await browser.PostAsync("/session")).Status);
        Assert.Equal(200, (await browser.PostAsync("/session", ("__RequestVerificationToken", token))).Status);
        console.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(200, (await browser.GetAsync("/session", ByScript)).Status);
        Assert.Contains("goes on in another window", (await browser.GetAsync("/session-ended")).Text, StringComparison.Ordinal);
        console.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(401, (await browser.GetAsync("/session", ByScript)).Status);
    }

    /// <summary>Half-written words of a page that covered itself are kept, and do not stand open on the screen.</summary>
    [Fact]
    public async Task Ended_PageCoveredItself_WordsAreThereAndNotInSight()
    {
        using var browser = new Browser(console.Address);
        var covered = await browser.PostAsync("/session-ended?back=%2Fqueue&covered=true", ("Words", "E pambaruar."));
        Assert.Equal("E pambaruar.", covered.Page.QuerySelector("details:not([open]) textarea")!.TextContent.Trim());
        Assert.NotNull((await browser.PostAsync("/session-ended?back=%2Fqueue", ("Words", "E dërguar."))).Page.QuerySelector("details[open] textarea"));
    }

    /// <summary>Threat: a colleague signs in at the same browser, and a page that covers itself gives them what was half-written on it.</summary>
    [Fact]
    public async Task Ended_AnotherAccountHasSignedIn_GetsNoWords()
    {
        using var browser = await OfficerAsync("officer.before");
        var before = await WhoseAsync(browser);
        Assert.Matches("^[0-9a-f]{64}$", before);
        Assert.DoesNotContain(console["officer.before"].Id.ToString("N"), before, StringComparison.Ordinal);
        Assert.Equal(before, (await browser.GetAsync("/account")).Page.Body!.Dataset["whose"]);
        (string, string)[] begun = [("Whose", before), ("Words", "E filluar.")];

        // Their own session goes on in another window, or nobody is signed in: it is given back.
        Assert.NotNull(await GivenAsync(begun));
        await browser.SubmitAsync("/account", "/sign-out");
        Assert.NotNull(await GivenAsync(begun));

        var next = await console.NewPersonAsync("officer.after", AccountRole.Officer, "PS_FERIZAJ");
        await next.SignInAsync(browser);
        Assert.NotEqual(before, await WhoseAsync(browser));
        Assert.Null(await GivenAsync(begun));
        Assert.Null(await GivenAsync([("Words", "E filluar.")]));

        // Nor once that session is locked; and their own words are theirs.
        Assert.NotNull(await GivenAsync([("Whose", await WhoseAsync(browser)), ("Words", "E tyre.")]));
        console.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Null(await GivenAsync(begun));

        async Task<object?> GivenAsync((string, string)[] fields) => (await browser.PostAsync("/session-ended?back=%2Fqueue&covered=true", fields)).Page.QuerySelector("textarea");
    }

    /// <summary>Of several forms that were begun on one page, each part comes back under its own heading.</summary>
    [Fact]
    public async Task Ended_SeveralPartsWereBegun_AllAreGivenBack()
    {
        using var browser = new Browser(console.Address);
        var page = (await browser.PostAsync("/session-ended?back=%2Frules&covered=true", ("Words", "Fjalë."), ("Purpose", "Qëllimi."), ("Text", "{ }"), ("Rule.Id", "provë"))).Page;
        Assert.Equal(["Fjalë.", "Qëllimi.", "{ }"], page.QuerySelectorAll("textarea").Take(3).Select(area => area.TextContent.Trim()));
        Assert.Contains("provë", page.QuerySelectorAll("textarea")[3].TextContent, StringComparison.Ordinal);
        Assert.Contains("12 hours have passed since you signed in", page.QuerySelector(".lead")!.TextContent, StringComparison.Ordinal);
    }

    /// <summary>Threat: without scripts a form is pressed late; a colleague signs in at the same browser and loads the page that gave it back anew.</summary>
    [Fact]
    public async Task Ended_FormPressedLateWithoutScripts_GoesToItsWriterOrNobodyAndNotToTheNext()
    {
        using var browser = await OfficerAsync("officer.late");
        var report = await TestReport.ArriveAsync(console, "PS_FERIZAJ", "Vonë.");
        var form = FormFields.Of(await browser.GetAsync(report.Path + "/note"), "main form").With("Words", "Fjalë të shkruara vonë.");
        await browser.SubmitAsync("/account", "/sign-out");
        var late = await form.SendAsync(browser);
        Assert.Equal(307, late.Status);
        Assert.Contains("Fjalë të shkruara vonë.", (await form.SendAsync(browser, late.Location!)).Text, StringComparison.Ordinal);

        var next = await console.NewPersonAsync("officer.next", AccountRole.Officer, "PS_FERIZAJ");
        await next.SignInAsync(browser);
        var loadedAnew = await form.SendAsync(browser, late.Location!);
        Assert.Equal("officer.next", loadedAnew.Page.QuerySelector(".me a")!.TextContent);
        Assert.DoesNotContain("Fjalë të shkruara vonë.", loadedAnew.Text, StringComparison.Ordinal);

        // The writer themself has signed in again: it is theirs.
        await browser.SubmitAsync("/account", "/sign-out");
        await console["officer.late"].SignInAsync(browser);
        Assert.Contains("Fjalë të shkruara vonë.", (await form.SendAsync(browser, late.Location!)).Text, StringComparison.Ordinal);
    }

    /// <summary>Threat: the page that holds the only copy of somebody's words leaves itself, or offers a button that makes it anew without them.</summary>
    [Fact]
    public async Task Ended_SessionGoesOnElsewhere_ThePageStaysAndOffersNothingThatLosesTheWords()
    {
        using var browser = await OfficerAsync("officer.elsewhere");
        var page = (await browser.PostAsync("/session-ended?back=%2Fqueue&covered=true", ("Whose", await WhoseAsync(browser)), ("Words", "E filluar."))).Page;
        Assert.NotNull(page.QuerySelector("main textarea"));
        Assert.Equal("", page.Body!.GetAttribute("data-ended"));
        Assert.Null(page.QuerySelector("meta[http-equiv=refresh], .ending, form.languages"));

        // Other pages go, and without words the language can be chosen.
        var queue = (await browser.GetAsync("/queue")).Page;
        Assert.NotEqual("", queue.Body!.GetAttribute("data-ended"));
        Assert.NotNull(queue.QuerySelector("form.languages"));
        var empty = (await browser.GetAsync("/session-ended?back=%2Fqueue")).Page;
        Assert.NotNull(empty.QuerySelector("form.languages"));
        Assert.Equal("", empty.Body!.GetAttribute("data-ended"));
    }

    /// <summary>A file's own window is sandboxed, and its browser sends no cookie with the way from there: it comes once more, and the alarm is heard.</summary>
    [Fact]
    public async Task Ended_ComesFromASandboxedWindow_ComesOnceMoreWithItsSession()
    {
        using var nobody = new Browser(console.Address);
        var first = await nobody.GetAsync("/session-ended?back=%2Freports%2F1", ("Sec-Fetch-Site", "cross-site"));
        Assert.Equal("0; url=/session-ended?again=1&back=%2Freports%2F1", first.Header("Refresh"));
        foreach (var elsewhere in new[] { "https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "" })
        {
            var strange = await nobody.GetAsync("/session-ended?back=" + Uri.EscapeDataString(elsewhere), ("Sec-Fetch-Site", "cross-site"));
            Assert.Equal("0; url=/session-ended?again=1&back=%2F", strange.Header("Refresh"));
        }

        // Once, and only from there.
        Assert.Null((await nobody.GetAsync("/session-ended?again=1&back=%2Freports%2F1", ("Sec-Fetch-Site", "cross-site"))).Header("Refresh"));
        Assert.Null((await nobody.GetAsync("/session-ended?back=%2Freports%2F1", ("Sec-Fetch-Site", "same-origin"))).Header("Refresh"));
        Assert.Null((await nobody.GetAsync("/session-ended?back=%2Freports%2F1")).Header("Refresh"));
        using var known = await OfficerAsync("officer.photo");
        Assert.Null((await known.GetAsync("/session-ended?back=%2Freports%2F1", ("Sec-Fetch-Site", "cross-site"))).Header("Refresh"));
    }

    private static async Task<string> WhoseAsync(Browser browser) => (await browser.GetAsync("/session", ByScript)).Text.Split(' ')[2];

    private static async Task<int> LeftAsync(Browser browser)
        => int.Parse((await browser.GetAsync("/session", ByScript)).Text.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Reports of other tests may be told first.</summary>
    private static async Task<string?> NextButChangesAsync(Feed feed)
    {
        for (var word = await feed.NextAsync(TimeSpan.FromSeconds(90)); ; word = await feed.NextAsync(TimeSpan.FromSeconds(90)))
        {
            if (word != "changed")
            {
                return word;
            }
        }
    }

    private async Task<Browser> OfficerAsync(string name)
    {
        var person = await console.NewPersonAsync(name, AccountRole.Officer, "PS_FERIZAJ");
        await console.AdmitAsync(name, "PS_FERIZAJ", "officer.ferizaj");
        var browser = new Browser(console.Address);
        await person.SignInAsync(browser);
        return browser;
    }
}

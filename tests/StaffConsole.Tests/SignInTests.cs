using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

public sealed class SignInTests(RunningConsole console) : IClassFixture<RunningConsole>
{
    [Fact]
    public async Task SignIn_RightThree_OpensQueueWithStrictCookie()
    {
        using var browser = new Browser(console.Address);
        var answer = await console["officer.gjilan"].SignInAsync(browser);
        Assert.Equal((302, "/"), (answer.Status, answer.Location));
        var cookie = answer.Response.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("console-session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(200, (await browser.GetAsync("/queue")).Status);
    }

    [Fact]
    public async Task SignIn_SameCodeTwice_SecondIsRefused()
    {
        var person = console["officer.ferizaj"];
        var code = person.NextCode();
        using var first = new Browser(console.Address);
        using var second = new Browser(console.Address);
        Assert.Equal(302, (await person.SignInAsync(first, code: code)).Status);
        Assert.Equal(422, (await person.SignInAsync(second, code: code)).Status);
    }

    [Fact]
    public async Task SignIn_UnknownUserAndWrongPassphrase_AnswerIsTheSame()
    {
        using var known = new Browser(console.Address);
        using var unknown = new Browser(console.Address);
        var wrong = await known.SubmitAsync("/sign-in", "/sign-in", ("UserName", "inspector.pik"), ("Passphrase", "not the passphrase"), ("Code", "000000"));
        var nobody = await unknown.SubmitAsync("/sign-in", "/sign-in", ("UserName", "inspector.xyz"), ("Passphrase", "not the passphrase"), ("Code", "000000"));
        Assert.Equal(422, wrong.Status);
        Assert.Equal(Bare(wrong, "inspector.pik"), Bare(nobody, "inspector.xyz"));
    }

    [Fact]
    public async Task SignIn_ManyWrongAttempts_StrangerWaitsButKnownBrowserDoesNot()
    {
        var person = await console.NewPersonAsync("officer.lockout", AccountRole.Officer);
        using var own = new Browser(console.Address);
        Assert.Equal(302, (await person.SignInAsync(own)).Status);
        using var stranger = new Browser(console.Address);
        var statuses = new List<int>();
        for (var attempt = 0; attempt < 8; attempt++)
        {
            statuses.Add((await person.SignInAsync(stranger, passphrase: "wrong wrong wrong", code: "123456")).Status);
        }

        Assert.Equal([422, 422, 422, 422], statuses.Take(4));
        Assert.Contains(429, statuses);

        // Threat: locking a colleague out. From the browser they always use they still get in.
        await own.SubmitAsync("/account", "/sign-out");
        Assert.Equal(302, (await person.SignInAsync(own)).Status);

        // From elsewhere the delay never passes a minute.
        console.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(302, (await person.SignInAsync(stranger)).Status);
    }

    [Fact]
    public async Task Session_EndedWhileTyping_WordsComeBackToBeCopiedAndAreStoredNowhere()
    {
        const string words = "Një shënim i gjatë që u shkrua gjatë natës.";
        var report = await TestReport.ArriveAsync(console, "PS_FERIZAJ", "Për shënim.");
        var person = await console.NewPersonAsync("officer.tired", AccountRole.Officer, "PS_FERIZAJ");
        await console.AdmitAsync(person.UserName, "PS_FERIZAJ", "officer.ferizaj");
        using var browser = new Browser(console.Address);
        await person.SignInAsync(browser);
        var form = FormFields.Of(await browser.GetAsync(report.Path + "/note"), "main form").With("Words", words);
        console.Clock.Advance(TimeSpan.FromMinutes(31));
        var sent = await form.SendAsync(browser);
        Assert.Equal(307, sent.Status);
        Assert.Equal("/session-ended?back=" + Uri.EscapeDataString(report.Path + "/note"), sent.Location);

        // The browser sends the same form there.
        var given = await form.SendAsync(browser, sent.Location!);
        Assert.Equal(401, given.Status);
        Assert.Equal(words, given.Page.QuerySelector("textarea")!.TextContent.Trim());
        Assert.Equal("/sign-in?back=" + Uri.EscapeDataString(report.Path + "/note"), given.Page.QuerySelector("main a.button")!.GetAttribute("href"));
        await using var db = await console.ReadAsync();
        Assert.False(await db.CaseItems.AnyAsync(item => item.CaseId == report.Id.Value && item.Kind == CaseItemKind.Note));

        // Threat: words of another site. And an address of another site to go to.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/session-ended?back=//site.example/") { Content = new FormUrlEncodedContent([KeyValuePair.Create("Words", words), KeyValuePair.Create("Whose", Assert.Single(form["Whose"]))]) };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        var foreign = await Answer.OfAsync(await browser.Client.SendAsync(request));
        Assert.Null(foreign.Page.QuerySelector("textarea"));
        Assert.Equal("/sign-in", foreign.Page.QuerySelector("main a.button")!.GetAttribute("href"));
    }

    [Fact]
    public async Task SessionEnded_MoreThanTheServerTakes_IsTheSendersFault()
    {
        // Only announced: the answer comes before any of it, and nothing is cut in the middle.
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(console.Address.Host, console.Address.Port);
        var head = $"POST /session-ended HTTP/1.1\r\nHost: {console.Address.Authority}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 900000\r\n\r\n";
        await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(head));
        using var reader = new StreamReader(client.GetStream());
        Assert.StartsWith("HTTP/1.1 413", await reader.ReadLineAsync(), StringComparison.Ordinal);

        using var browser = new Browser(console.Address);
        Assert.Equal(400, (await browser.PostAsync("/session-ended", [.. Enumerable.Range(0, 1100).Select(number => ($"f{number}", "x"))])).Status);
    }

    [Fact]
    public async Task SignOut_OldCookie_OpensNothing()
    {
        using var browser = new Browser(console.Address);
        await console["inspector.pik"].SignInAsync(browser);
        var cookie = browser.Cookies.GetCookies(console.Address)["console-session"]!.Value;
        await browser.SubmitAsync("/account", "/sign-out");
        using var thief = new Browser(console.Address);
        thief.Cookies.Add(console.Address, new System.Net.Cookie("console-session", cookie));
        Assert.Equal(302, (await thief.GetAsync("/queue")).Status);
    }

    [Fact]
    public async Task Post_WithoutAntiforgeryToken_IsRefused()
    {
        var browser = await console["officer.gjilan"].BrowserAsync();
        Assert.Equal(400, (await browser.PostAsync("/sign-out")).Status);
        Assert.Equal(400, (await browser.PostAsync("/desks/PS_GJILAN/rotate-key")).Status);
    }

    private static string Bare(Answer answer, string name)
        => System.Text.RegularExpressions.Regex.Replace(answer.Text.Replace(name, "NAME", StringComparison.Ordinal), "value=\"CfDJ[^\"]+\"", "TOKEN");
}

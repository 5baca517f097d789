using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using ReportingService.StaffConsole.Access;
using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Attacks;

/// <summary>The ways into the console: forged requests, planted sessions, guessed names, replayed codes.</summary>
[Collection(AttackedProduct.Together)]
public sealed partial class DoorTests(AttackedProduct attacked)
{
    [Fact]
    public async Task EveryPost_WithoutTheFormsToken_ChangesNothing()
    {
        var (_, report) = await attacked.ReportAsync();
        var officer = await attacked.StaffAsync("officer.ps-gjilan");
        await officer.GoAsync("/reports/" + report.ToString("N"));
        var before = await StateAsync(report);
        foreach (var rule in AccessMatrix.Rules.Where(rule => rule.Covers("POST") && (rule.Roles & Roles.Officer) != 0))
        {
            foreach (var forged in new Action<HttpRequestMessage>[] { _ => { }, CrossSite })
            {
                var answer = await officer.AskAsync(HttpMethod.Post, Path(rule, report), Fields(), forged);
                Assert.True(answer.Status == 400, $"{rule.Route}: {answer.Status}");
            }
        }

        Assert.Equal(before, await StateAsync(report));
        var token = await officer.TokenAsync("/account");
        await officer.AskAsync(HttpMethod.Post, $"/reports/{report:N}/take", [.. Fields(), KeyValuePair.Create("__RequestVerificationToken", token)]);
        Assert.NotEqual(before, await StateAsync(report));

        static void CrossSite(HttpRequestMessage request)
        {
            request.Headers.Add("Origin", "https://elsewhere.example");
            request.Headers.Add("Sec-Fetch-Site", "cross-site");
        }
    }

    [Fact]
    public async Task Get_OnWhatIsSent_ChangesNothing()
    {
        var (_, report) = await attacked.ReportAsync();
        var officer = await attacked.StaffAsync("officer.ps-gjilan");
        var before = await StateAsync(report);
        foreach (var rule in AccessMatrix.Rules.Where(rule => rule.Covers("POST") && rule.Route is not "sign-out"))
        {
            await officer.AskAsync(HttpMethod.Get, Path(rule, report) + "?Words=a&Reason=other&Outcome=acted&Desk=PS_GJILAN&handler=Disable");
        }

        Assert.Equal(before, await StateAsync(report));
    }

    [Fact]
    public async Task Session_PlantedBeforeSignIn_IsNotTheOneThatOpens()
    {
        const string Planted = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
        var account = attacked.Account("officer.gjilan");
        await attacked.Rows.ChangeAsync("UPDATE Accounts SET TotpLastStep = 0 WHERE UserName = $0", account.User);
        using var victim = new OfficerBrowser(attacked.Product.StaffUrl);
        victim.Cookies.Add(attacked.Product.StaffUrl, new Cookie("console-session", Planted));
        await victim.GoAsync("/sign-in");
        await victim.SubmitAsync("/sign-in", ("UserName", account.User), ("Passphrase", account.Passphrase), ("Code", OfficerBrowser.CodeOf(account)));
        Assert.NotEqual("/sign-in", victim.Address.AbsolutePath);
        using var attacker = new OfficerBrowser(attacked.Product.StaffUrl);
        attacker.Cookies.Add(attacked.Product.StaffUrl, new Cookie("console-session", Planted));
        await attacker.GoAsync("/account");
        Assert.Equal("/sign-in", attacker.Address.AbsolutePath);

        var cookies = victim.Cookies.GetCookies(attacked.Product.StaffUrl).ToList();
        Assert.NotEqual(Planted, cookies.Single(cookie => cookie.Name == "console-session").Value);
        Assert.All(cookies, cookie => Assert.True(cookie.HttpOnly, cookie.Name));
        Assert.All(await SetCookiesAsync(account), cookie => Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task OneTimeCode_UsedAgain_IsRefused()
    {
        var account = attacked.Account("officer.national");
        await attacked.Rows.ChangeAsync("UPDATE Accounts SET TotpLastStep = 0 WHERE UserName = $0", account.User);
        var code = OfficerBrowser.CodeOf(account);
        (await OfficerBrowser.SignInAsync(attacked.Product.StaffUrl, account, code)).Dispose();

        // The same code: the one of this moment may be the next one already, which is good.
        await Assert.ThrowsAsync<InvalidOperationException>(() => OfficerBrowser.SignInAsync(attacked.Product.StaffUrl, account, code));
        Assert.True(await attacked.SignsInAsync(account.User));
    }

    [Fact]
    public async Task Names_KnownAndUnknown_AreToldAlikeAndSlowedAlike()
    {
        var known = await GuessAsync("inspector.pik");
        var unknown = await GuessAsync("inspector.xyz");

        // The delay begins with two seconds and doubles with every attempt: a machine that stalls lets one more through, for either name.
        Assert.Equal(known.Distinct(), unknown.Distinct());
        foreach (var answers in new[] { known, unknown })
        {
            Assert.All(answers.Take(4), answer => Assert.StartsWith("422", answer, StringComparison.Ordinal));
            Assert.StartsWith("429", answers[^1], StringComparison.Ordinal);
        }
    }

    private static string Path(AccessRule rule, Guid report) => "/" + rule.Route.Replace("{id}", report.ToString("N"), StringComparison.Ordinal)
        .Replace("{desk}", "PS_GJILAN", StringComparison.Ordinal).Replace("{status:int}", "404", StringComparison.Ordinal);

    private static IEnumerable<KeyValuePair<string, string>> Fields()
        => new Dictionary<string, string> { ["Words"] = "a", ["Reason"] = "other", ["Outcome"] = "acted", ["Desk"] = "PS_GJILAN", ["tag"] = "en" };

    /// <summary>Everything a step could change. That a page opened a key to show it is on record, and is no change.</summary>
    private async Task<string> StateAsync(Guid report)
        => string.Join(';', (await attacked.Rows.RowsAsync(
            "SELECT State, Version, OwnerAccountId, (SELECT COUNT(*) FROM CaseItems WHERE CaseId = $0), (SELECT COUNT(*) FROM CaseMessages WHERE CaseId = $0), "
            + "(SELECT COUNT(*) FROM AuditEntries WHERE Action <> 'key_opened'), (SELECT COUNT(*) FROM UnitKeys), (SELECT COUNT(*) FROM Accounts) FROM Cases WHERE Id = $0", report)).Single());

    private async Task<List<string>> GuessAsync(string name)
    {
        using var browser = new OfficerBrowser(attacked.Product.StaffUrl);
        List<string> answers = [];
        for (var attempt = 0; attempt < 8; attempt++)
        {
            var token = await browser.TokenAsync("/sign-in");
            var answer = await browser.AskAsync(HttpMethod.Post, "/sign-in", new Dictionary<string, string>
            {
                ["__RequestVerificationToken"] = token,
                ["UserName"] = name,
                ["Passphrase"] = "not the passphrase",
                ["Code"] = "000000",
            });
            var text = new HtmlParser().ParseDocument(Token().Replace(answer.Body, "")).Body!.InnerHtml;
            answers.Add($"{answer.Status} {Number().Replace(text.Replace(name, "NAME", StringComparison.Ordinal), "N")}");
        }

        return answers;
    }

    private async Task<IReadOnlyList<string>> SetCookiesAsync(DemoAccount account)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = attacked.Product.StaffUrl };
        using var page = await http.GetAsync(new Uri("/sign-in", UriKind.Relative));
        var token = new HtmlParser().ParseDocument(await page.Content.ReadAsStringAsync()).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var form = page.Headers.GetValues("Set-Cookie").ToList();
        await attacked.Rows.ChangeAsync("UPDATE Accounts SET TotpLastStep = 0 WHERE UserName = $0", account.User);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["__RequestVerificationToken"] = token,
                ["UserName"] = account.User,
                ["Passphrase"] = account.Passphrase,
                ["Code"] = OfficerBrowser.CodeOf(account),
            }),
        };
        request.Headers.Add("Cookie", form[0].Split(';')[0]);
        using var answer = await http.SendAsync(request);
        return [.. form, .. answer.Headers.GetValues("Set-Cookie")];
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*>")]
    private static partial Regex Token();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}

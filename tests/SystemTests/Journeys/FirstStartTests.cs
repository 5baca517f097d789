using System.Net;
using System.Text.RegularExpressions;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Journeys;

/// <summary>From an empty folder to an answered report, by the steps of README and nothing else.</summary>
public sealed partial class FirstStartTests
{
    [Fact]
    public async Task EmptyFolder_ByTheStepsOfTheReadme_AnswersAReport()
    {
        using var folder = new TestFolder();
        Assert.Equal(0, await RunAsync("keys", "make-roots", "--out", folder["roots"], "--data", folder["data"]));
        using var product = await RunningProduct.StartAsync(folder["data"], extra: []);
        var linkFile = folder["data", "administrator-link.txt"];
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(linkFile));

        var administrator = await AcceptAsync(product, Secret(await File.ReadAllTextAsync(linkFile)), "administrator");
        Assert.False(File.Exists(linkFile));
        using var console = await OfficerBrowser.SignInAsync(product, administrator);
        await console.GoAsync("/accounts/new");
        await console.SubmitAsync("/accounts/new", ("UserName", "officer.gjilan"), ("Role", "officer"), ("Desks", "PS_GJILAN"));
        var officer = await AcceptAsync(product, Secret(console.Page.Body!.TextContent + console.Page.Body.OuterHtml), "officer.gjilan");
        await console.GoAsync("/queue");
        Assert.Equal(HttpStatusCode.NotFound, console.Status);

        using var duty = await OfficerBrowser.SignInAsync(product, officer);
        await duty.GoAsync("/desks");
        await duty.SubmitAsync("/desks/PS_GJILAN/make-key");
        Assert.Equal(0, await RunAsync("keys", "sign", "--roots", folder["roots"], "--data", folder["data"], "--yes"));

        using var citizen = new CitizenApi(product.CitizenUrl);
        var (status, sent) = await citizen.SendAsync(new Dictionary<string, string> { ["text"] = "Someone stole my bicycle.", ["municipality"] = "gjilan", ["category"] = "theft", ["language"] = "en" });
        Assert.Equal(201, status);
        var receipt = sent.GetProperty("receipt").GetString()!;
        await citizen.UntilAsync(receipt, body => body.GetProperty("state").GetString() == "routed", TimeSpan.FromSeconds(60));
        await duty.GoAsync("/queue");
        var link = duty.Page.QuerySelectorAll("a[href^='/reports/']").First().GetAttribute("href")!;
        await duty.GoAsync(link + "/ask");
        await duty.SubmitAsync("/ask", ("Words", "When was it?"));
        var asked = await citizen.UntilAsync(receipt, body => body.GetProperty("state").GetString() == "question", TimeSpan.FromSeconds(60));
        Assert.Equal("When was it?", asked.GetProperty("messages")[0].GetProperty("text").GetString());
        Assert.Equal(0, await RunAsync("audit", "verify", "--data", folder["data"]));
    }

    private static async Task<DemoAccount> AcceptAsync(RunningProduct product, string secret, string user)
    {
        const string Passphrase = "correct horse battery staple 9";
        using var browser = new OfficerBrowser(product.StaffUrl);
        await browser.GoAsync("/invite");
        await browser.SubmitAsync("/invite", ("Secret", secret));
        await browser.SubmitAsync("/invite?handler=Passphrase", ("Secret", secret), ("Passphrase", Passphrase), ("Repeat", Passphrase));
        var account = new DemoAccount(user, Passphrase, browser.Page.QuerySelector("#totp-secret")!.TextContent.Trim().Replace(" ", string.Empty, StringComparison.Ordinal), [], string.Empty);
        await browser.SubmitAsync("/invite?handler=Confirm", ("Secret", secret), ("Code", OfficerBrowser.CodeOf(account)));
        // No code is taken twice: the next one comes with the next half minute.
        await Task.Delay(TimeSpan.FromSeconds(31));
        return account;
    }

    private static string Secret(string text) => InviteLink().Match(text).Groups[1].Value;

    private static async Task<int> RunAsync(params string[] arguments)
    {
        using var process = new ChildProcess("dotnet", ["exec", RunningProduct.Program, .. arguments]);
        return await process.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [GeneratedRegex("/invite#([A-Za-z0-9_-]+)")]
    private static partial Regex InviteLink();
}

using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Browser;

/// <summary>What a member of staff does on the pages, the same with scripts on and off.</summary>
public static class StaffSteps
{
    private const string Passphrase = "nine lamps under the long bridge";

    /// <param name="visit">The window.</param>
    /// <param name="account">Who.</param>
    /// <param name="later">True when a code was used a moment ago: the next one is waited for.</param>
    public static async Task SignInAsync(Visit visit, DemoAccount account, bool later = false)
    {
        for (var used = OfficerBrowser.CodeOf(account); later && used == OfficerBrowser.CodeOf(account);)
        {
            await Task.Delay(500);
        }

        await visit.StaffAsync("/sign-in");
        await visit.Page.FillAsync("#UserName", account.User);
        await visit.Page.FillAsync("#Passphrase", account.Passphrase);
        await visit.Page.FillAsync("#Code", OfficerBrowser.CodeOf(account));
        await visit.Page.ClickAsync("main form .button--primary");
        Assert.DoesNotContain("/sign-in", visit.Page.Url, StringComparison.Ordinal);
    }

    /// <summary>Opens the report that stands first; answers with its address.</summary>
    public static async Task<string> OpenNewestAsync(Visit visit)
    {
        await visit.StaffAsync("/queue");
        var report = await visit.Page.Locator("a.open").First.GetAttributeAsync("href");
        await visit.StaffAsync(report!);
        return report!;
    }

    public static async Task AskAsync(Visit visit, string question)
    {
        await visit.Page.FillAsync("form[action$='/ask'] textarea", question);
        await visit.Page.ClickAsync("form[action$='/ask'] .button--primary");
    }

    public static async Task CreateAccountAsync(Visit visit, string name, string role)
    {
        await visit.StaffAsync("/accounts/new");
        await visit.Page.FillAsync("#UserName", name);
        await visit.Page.CheckAsync("#role-" + role);
        await visit.Page.ClickAsync("main form .button--primary");
    }

    /// <summary>The invitation's code, then a passphrase; stops before the code app.</summary>
    public static async Task InvitedAsync(Visit visit, string secret, bool passphrase)
    {
        await visit.StaffAsync("/invite#" + secret);
        await visit.Page.ClickAsync("main form .button--primary");
        if (passphrase)
        {
            await visit.Page.FillAsync("#Passphrase", Passphrase);
            await visit.Page.FillAsync("#Repeat", Passphrase);
            await visit.Page.ClickAsync("main form .button--primary");
        }
    }

    /// <summary>The whole enrolment; answers with what to sign in with.</summary>
    public static async Task<DemoAccount> EnrolAsync(Visit visit, string secret)
    {
        await InvitedAsync(visit, secret, passphrase: true);
        var account = new DemoAccount("", Passphrase, (await visit.Page.InnerTextAsync("#totp-secret")).Replace(" ", "", StringComparison.Ordinal), [], "");
        await visit.Page.FillAsync("#Code", OfficerBrowser.CodeOf(account));
        await visit.Page.ClickAsync("main form .button--primary");
        return account;
    }

    public static Task SpeakAsync(Visit visit, string tag) => visit.Page.ClickAsync($".languages button[value='{tag}']");
}

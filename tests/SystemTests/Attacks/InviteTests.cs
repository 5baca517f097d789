using System.Text.RegularExpressions;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Attacks;

/// <summary>Threat: an invitation is used twice, by two at once, too late, or for another account.</summary>
public sealed partial class InviteTests
{
    private const string Passphrase = "correct horse battery staple 9";

    [Fact]
    public async Task Links_UsedTwiceTooLateOrForAnother_OpenNothing()
    {
        using var folder = new TestFolder();
        using (var roots = new ChildProcess("dotnet", ["exec", RunningProduct.Program, "keys", "make-roots", "--out", folder["roots"], "--data", folder["data"]]))
        {
            Assert.Equal(0, await roots.WaitAsync(TimeSpan.FromMinutes(1)));
        }

        using var product = await RunningProduct.StartAsync(folder["data"], extra: []);
        var rows = new Meddler(product.DataFolder);
        var first = Link().Match(await File.ReadAllTextAsync(folder["data", "administrator-link.txt"])).Groups[1].Value;

        // Two at once with the first administrator's link: one of them gets the account.
        using var one = new Enrolment(product, first);
        using var two = new Enrolment(product, first);
        await Task.WhenAll(one.PrepareAsync(), two.PrepareAsync());
        var won = await Task.WhenAll(one.ConfirmAsync(), two.ConfirmAsync());
        Assert.Single(won, finished => finished);
        using var again = new Enrolment(product, first);
        Assert.False(await again.PrepareAsync());
        Assert.Equal(1, await rows.ReadAsync<long>("SELECT COUNT(*) FROM Accounts"));

        await rows.ChangeAsync("UPDATE Accounts SET TotpLastStep = 0");
        using var administrator = await OfficerBrowser.SignInAsync(product.StaffUrl, (won[0] ? one : two).Account("administrator"));
        var late = await InviteAsync(administrator, "officer.late");
        await rows.ChangeAsync("UPDATE Invites SET ExpiresAt = 1 WHERE UsedAt IS NULL");
        using var tooLate = new Enrolment(product, late);
        Assert.False(await tooLate.PrepareAsync());

        // What was prepared with one link is not confirmed by another.
        using var left = new Enrolment(product, await InviteAsync(administrator, "officer.left"));
        using var right = new Enrolment(product, await InviteAsync(administrator, "officer.right"));
        Assert.True(await left.PrepareAsync());
        Assert.False(await right.ConfirmWithAsync(left));
        Assert.Equal("invited", await rows.ReadAsync<string>("SELECT State FROM Accounts WHERE UserName = 'officer.right'"));

        // The control: the same steps with a good link finish.
        Assert.True(await left.ConfirmAsync());
        Assert.Equal("active", await rows.ReadAsync<string>("SELECT State FROM Accounts WHERE UserName = 'officer.left'"));

        // The link went when it was used. A later start writes no new one, and clears away one that was left: there is an administrator.
        Assert.False(File.Exists(folder["data", "administrator-link.txt"]));
        await File.WriteAllTextAsync(folder["data", "administrator-link.txt"], "left");
        await product.Process.StopAsync(TimeSpan.FromSeconds(60));
        await product.RestartAsync();
        Assert.False(File.Exists(folder["data", "administrator-link.txt"]));
    }

    private static async Task<string> InviteAsync(OfficerBrowser administrator, string user)
    {
        await administrator.GoAsync("/accounts/new");
        await administrator.SubmitAsync("/accounts/new", ("UserName", user), ("Role", "officer"), ("Desks", "PS_GJILAN"));
        return Link().Match(administrator.Page.Body!.OuterHtml).Groups[1].Value;
    }

    [GeneratedRegex("/invite#([A-Za-z0-9_-]+)")]
    private static partial Regex Link();

    private sealed class Enrolment(RunningProduct product, string secret) : IDisposable
    {
        private readonly OfficerBrowser browser = new(product.StaffUrl);
        private string code = "";

        public DemoAccount Account(string user) => new(user, Passphrase, code, [], string.Empty);

        public async Task<bool> PrepareAsync()
        {
            await browser.GoAsync("/invite");
            await browser.SubmitAsync("/invite", ("Secret", secret));
            if (!browser.Page.QuerySelectorAll("form").Any(form => form.GetAttribute("action") == "/invite?handler=Passphrase"))
            {
                return false;
            }

            await browser.SubmitAsync("/invite?handler=Passphrase", ("Secret", secret), ("Passphrase", Passphrase), ("Repeat", Passphrase));
            code = browser.Page.QuerySelector("#totp-secret")?.TextContent.Trim().Replace(" ", string.Empty, StringComparison.Ordinal) ?? "";
            return code.Length > 0;
        }

        public Task<bool> ConfirmAsync() => ConfirmWithAsync(this);

        /// <summary>Sends the code that another preparation was given.</summary>
        public async Task<bool> ConfirmWithAsync(Enrolment prepared)
        {
            var answer = await browser.AskAsync(HttpMethod.Post, "/invite?handler=Confirm", new Dictionary<string, string>
            {
                ["__RequestVerificationToken"] = await browser.TokenAsync("/invite"),
                ["Secret"] = secret,
                ["Code"] = OfficerBrowser.CodeOf(prepared.Account("any")),
            });
            return answer.Body.Contains("href=\"/sign-in\" class", StringComparison.Ordinal) || answer.Body.Contains("button--primary\" href=\"/sign-in\"", StringComparison.Ordinal);
        }

        public void Dispose() => browser.Dispose();
    }
}

using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole.Tests.Running;
using ReportingService.TestKit;

namespace ReportingService.StaffConsole.Tests;

/// <summary>An account that was made with other roots than those the console runs with (decision 0016).</summary>
public sealed class TrustChangedTests(RunningConsole console) : IClassFixture<RunningConsole>
{
    [Fact]
    public async Task SignIn_ConsoleRunsWithOtherRoots_OpensNothingUntilTheirDigitsAreTyped()
    {
        var person = await console.NewPersonAsync("officer.roots", AccountRole.Officer);
        await PinOtherRootsAsync(person);
        using var browser = new Browser(console.Address);
        var refused = await person.SignInAsync(browser);
        Assert.Equal(422, refused.Status);
        Assert.Contains("does not run with the roots", refused.Text, StringComparison.Ordinal);
        Assert.Contains("Tell the key custodian", refused.Text, StringComparison.Ordinal);

        // The digits are never on the page: they come from the custodian.
        Assert.DoesNotContain(KeyFingerprint.Of(console.Trust), refused.Text, StringComparison.Ordinal);
        Assert.NotNull(refused.Page.QuerySelector("#Roots"));
        Assert.Equal(302, (await browser.GetAsync("/account")).Status);

        var differ = await SignInAsync(person, browser, "11111 22222 33333 44444 55555 66666 77777 88888");
        Assert.Equal(422, differ.Status);
        Assert.Contains("The digits are not those", differ.Text, StringComparison.Ordinal);
        Assert.Equal(302, (await browser.GetAsync("/account")).Status);
        Assert.Equal(["trust=changed", "trust=differs"], await RefusalsAsync(person));

        Assert.Equal(302, (await SignInAsync(person, browser, KeyFingerprint.Of(console.Trust))).Status);
        Assert.Contains(KeyFingerprint.Of(console.Trust), (await browser.GetAsync("/account")).Text, StringComparison.Ordinal);
        await using (var db = await console.ReadAsync())
        {
            var name = person.Id.ToString("N");
            Assert.Equal("trust=repinned", (await db.AuditEntries.SingleAsync(entry => entry.Action == "signed_in" && entry.Actor == name)).Detail);
        }

        // From then on as always.
        using var other = new Browser(console.Address);
        var again = await person.SignInAsync(other);
        Assert.Equal(302, again.Status);
        Assert.Null((await other.GetAsync("/sign-in?back=/account")).Page.QuerySelector("#Roots"));
    }

    [Fact]
    public async Task SignIn_CodeThatWasUsed_SaysToWaitForTheNext()
    {
        var person = await console.NewPersonAsync("officer.usedcode", AccountRole.Officer);
        var code = person.NextCode();
        using var browser = new Browser(console.Address);
        Assert.Equal(302, (await person.SignInAsync(browser, code: code)).Status);
        using var second = new Browser(console.Address);
        Assert.Contains("has been used already", (await person.SignInAsync(second, code: code)).Text, StringComparison.Ordinal);

        // Who does not know the passphrase is not told that a code was good.
        Assert.DoesNotContain("has been used already", (await person.SignInAsync(second, passphrase: "not the passphrase", code: code)).Text, StringComparison.Ordinal);
        Assert.Equal(["code=used", ""], await RefusalsAsync(person));
    }

    private static Task<Answer> SignInAsync(Person person, Browser browser, string roots)
        => browser.SubmitAsync("/sign-in", "/sign-in", ("UserName", person.UserName), ("Passphrase", RunningConsole.Passphrase), ("Code", person.NextCode()), ("Roots", roots));

    /// <summary>Puts a vault in the account's row that was sealed where other roots were pinned.</summary>
    private async Task PinOtherRootsAsync(Person person)
    {
        using var folder = new TestFolder();
        var other = RootKeyFiles.Make(folder["others"]);
        var swapped = new Trust(console.Trust.Instance, Enum.GetValues<KeyDomain>().ToDictionary(domain => domain, other.Of), other.RouterIdentity);
        using var vault = new AccountVault(swapped);
        await using var db = await console.ReadAsync();
        var row = await db.Accounts.AsNoTracking().SingleAsync(account => account.Id == person.Id);
        using var unlocked = (await vault.UnlockAsync(person.Id, row.SealedVault, RunningConsole.Passphrase, Core.Vocabulary.Codes.Of(person.Role)))!;
        Assert.False(unlocked.TrustHolds);
        var pinned = await vault.RepinAsync(unlocked, RunningConsole.Passphrase);
        await console.Writer.WriteAsync(
            (write, ct) => write.Accounts.Where(account => account.Id == person.Id).ExecuteUpdateAsync(account => account.SetProperty(found => found.SealedVault, pinned), ct),
            CancellationToken.None);
    }

    /// <summary>Written after the answer has left: waits for as many as were caused.</summary>
    private async Task<List<string>> RefusalsAsync(Person person)
    {
        var name = person.Id.ToString("N");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            await using var db = await console.ReadAsync();
            var found = await db.AuditEntries.AsNoTracking().Where(entry => entry.Action == "sign_in_refused" && entry.Actor == name).OrderBy(entry => entry.Seq).Select(entry => entry.Detail).ToListAsync();
            if (found.Count >= 2)
            {
                return found;
            }

            await Task.Delay(50, limit.Token);
        }
    }
}

using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

/// <summary>What members of staff change about themselves: passphrase and language.</summary>
public sealed class OwnAccountTests(RunningConsole console) : IClassFixture<RunningConsole>
{
    private const string Wanted = "dyqan letre hënë kopsht";

    [Fact]
    public async Task Passphrase_Changed_OldOneIsDeadOtherSessionsEndAndReportsStillOpen()
    {
        var person = await PersonAsync("officer.renews");
        var report = await TestReport.ArriveAsync(console, "PS_FERIZAJ", "Pas ndryshimit lexohet.");
        using var here = new Browser(console.Address);
        using var elsewhere = new Browser(console.Address);
        Assert.Equal(302, (await person.SignInAsync(here)).Status);
        Assert.Equal(302, (await person.SignInAsync(elsewhere)).Status);
        var before = await VaultAsync(person);
        Assert.Equal("/account?done=passphrase", (await ChangeAsync(here, RunningConsole.Passphrase, person.NextCode(), Wanted)).Location);

        Assert.NotEqual(before, await VaultAsync(person));
        Assert.Equal(200, (await here.GetAsync("/account")).Status);
        Assert.Equal(302, (await elsewhere.GetAsync("/account")).Status);
        Assert.Equal(422, (await person.SignInAsync(elsewhere)).Status);
        Assert.Equal(302, (await person.SignInAsync(elsewhere, Wanted)).Status);
        Assert.Contains("Pas ndryshimit lexohet.", (await elsewhere.GetAsync(report.Path)).Text, StringComparison.Ordinal);
        await using var db = await console.ReadAsync();
        var name = person.Id.ToString("N");
        Assert.Equal(1, await db.AuditEntries.CountAsync(entry => entry.Action == "passphrase_changed" && entry.Actor == name));
    }

    [Fact]
    public async Task Passphrase_WrongCurrentOrUsedCodeOrWeakNew_ChangesNothingAndIsOnRecord()
    {
        var person = await PersonAsync("officer.refused");
        using var browser = new Browser(console.Address);
        var used = person.NextCode();
        Assert.Equal(302, (await person.SignInAsync(browser, code: used)).Status);
        var before = await VaultAsync(person);
        Assert.Equal(422, (await ChangeAsync(browser, RunningConsole.Passphrase, used, Wanted)).Status);
        var wrong = await ChangeAsync(browser, "krejt tjetër frazë", person.NextCode(), Wanted);
        Assert.Equal(422, wrong.Status);
        Assert.DoesNotContain("krejt tjetër", wrong.Text, StringComparison.Ordinal);
        Assert.Equal(422, (await ChangeAsync(browser, RunningConsole.Passphrase, person.NextCode(), "short")).Status);
        Assert.Equal(422, (await ChangeAsync(browser, RunningConsole.Passphrase, person.NextCode(), Wanted, "dyqan letre hënë kopshte")).Status);
        Assert.Equal(422, (await ChangeAsync(browser, RunningConsole.Passphrase, person.NextCode(), RunningConsole.Passphrase)).Status);
        Assert.Equal(before, await VaultAsync(person));
        await using var db = await console.ReadAsync();
        var name = person.Id.ToString("N");
        Assert.Equal(2, await db.AuditEntries.CountAsync(entry => entry.Action == "passphrase_change_refused" && entry.Actor == name));
    }

    [Fact]
    public async Task Passphrase_ManyWrongAttempts_MustWait()
    {
        var person = await PersonAsync("officer.guesses");
        using var browser = new Browser(console.Address);
        Assert.Equal(302, (await person.SignInAsync(browser)).Status);
        for (var attempt = 0; attempt < 4; attempt++)
        {
            Assert.Equal(422, (await ChangeAsync(browser, "krejt tjetër frazë", "000000", Wanted)).Status);
        }

        // Two seconds, then twice as long each time: a machine that stalls lets one more through.
        var status = 422;
        for (var attempt = 0; attempt < 4 && status == 422; attempt++)
        {
            status = (await ChangeAsync(browser, RunningConsole.Passphrase, "000000", Wanted)).Status;
        }

        Assert.Equal(429, status);
    }

    [Fact]
    public async Task Language_ChosenOnce_IsFoundAgainOnAnotherScreen()
    {
        var person = await PersonAsync("officer.speaks");
        using var one = new Browser(console.Address);
        Assert.Equal(302, (await person.SignInAsync(one)).Status);
        Assert.Equal("/account", (await one.SubmitAsync("/account", "/language", ("tag", "sr-Latn"), ("back", "/account"))).Location);
        using var other = new Browser(console.Address);
        Assert.Equal("en", (await other.GetAsync("/sign-in")).Page.DocumentElement.GetAttribute("lang"));
        Assert.Equal(302, (await person.SignInAsync(other)).Status);
        Assert.Equal("sr-Latn", (await other.GetAsync("/account")).Page.DocumentElement.GetAttribute("lang"));
    }

    [Theory]
    [InlineData("/queue?desk=PS_GJILAN", "/queue?desk=PS_GJILAN")]
    [InlineData("//site.example/", "/")]
    [InlineData("https://site.example/", "/")]
    [InlineData("/\\site.example", "/")]
    [InlineData("\\\\site.example", "/")]
    [InlineData("/\t/site.example", "/")]
    [InlineData("/\n/site.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("", "/")]
    public async Task Language_WayBack_LeadsOnlyIntoTheConsole(string back, string leads)
    {
        using var browser = new Browser(console.Address);
        var answer = await browser.SubmitAsync("/sign-in", "/language", ("tag", "en"), ("back", back));
        Assert.Equal((302, leads), (answer.Status, answer.Location));
    }

    [Fact]
    public async Task Language_WithoutToken_IsRefused()
    {
        using var browser = new Browser(console.Address);
        Assert.Equal(400, (await browser.PostAsync("/language", ("tag", "sq"), ("back", "/"))).Status);
    }

    private static Task<Answer> ChangeAsync(Browser browser, string current, string code, string wanted, string? repeat = null)
        => browser.SubmitAsync("/account/passphrase", "/account/passphrase", ("Current", current), ("Code", code), ("Passphrase", wanted), ("Repeat", repeat ?? wanted));

    private async Task<Person> PersonAsync(string name)
    {
        var person = await console.NewPersonAsync(name, AccountRole.Officer, "PS_FERIZAJ");
        await console.AdmitAsync(name, "PS_FERIZAJ", "officer.ferizaj");
        return person;
    }

    private async Task<byte[]> VaultAsync(Person person)
    {
        await using var db = await console.ReadAsync();
        return (await db.Accounts.AsNoTracking().SingleAsync(row => row.Id == person.Id)).SealedVault!;
    }
}

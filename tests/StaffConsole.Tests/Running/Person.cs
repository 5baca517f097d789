using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.StaffConsole.SignIn;

namespace ReportingService.StaffConsole.Tests.Running;

/// <summary>A member of staff with their passphrase, code app and, once signed in, a browser.</summary>
public sealed class Person : IDisposable
{
    private readonly RunningConsole console;
    private readonly byte[] totp;
    private readonly SemaphoreSlim gate = new(1);
    private Browser? browser;

    public Person(RunningConsole console, string userName, AccountRole role, UnlockedAccount account)
    {
        this.console = console;
        UserName = userName;
        Role = role;
        totp = account.TotpSecret.ToArray();
        Unlocked = new UnlockedSession(userName, role, account, console.Clock.GetUtcNow());
    }

    public string UserName { get; }

    public AccountRole Role { get; }

    public Guid Id => Unlocked.AccountId;

    /// <summary>The account's key, as in a session.</summary>
    public UnlockedSession Unlocked { get; }

    /// <summary>A code that has not been used: the clock goes on to the next step.</summary>
    public string NextCode()
    {
        console.Clock.Advance(TimeSpan.FromSeconds(30));
        return Totp.CodeAt(totp, console.Clock.GetUtcNow());
    }

    /// <summary>A browser in which this person has just signed in, or had before.</summary>
    public async Task<Browser> BrowserAsync()
    {
        await gate.WaitAsync();
        try
        {
            if (browser is null || (await browser.GetAsync("/account")).Status != 200)
            {
                browser?.Dispose();
                browser = new Browser(console.Address);
                await SignInAsync(browser);
            }

            return browser;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Signs in by the form.</summary>
    public async Task<Answer> SignInAsync(Browser into, string passphrase = RunningConsole.Passphrase, string? code = null)
        => await into.SubmitAsync("/sign-in", "/sign-in", ("UserName", UserName), ("Passphrase", passphrase), ("Code", code ?? NextCode()));

    public void Dispose()
    {
        browser?.Dispose();
        Unlocked.Dispose();
        gate.Dispose();
    }
}

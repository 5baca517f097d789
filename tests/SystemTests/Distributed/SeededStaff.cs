using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.StaffConsole;
using ReportingService.StaffConsole.AcceptInvite;
using ReportingService.StaffConsole.Keys;
using ReportingService.StaffConsole.SignIn;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Distributed;

/// <summary>An account and its desk's key, made by the code behind the pages under the owner's login. The key waits for a custodian.</summary>
internal sealed class SeededStaff
{
    private const string Passphrase = "a passphrase of the tests alone, long enough";

    public SeededStaff(TestFolder folder, string reports)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = "postgres",
            ["ConnectionStrings:Reports"] = reports,
            ["Blobs:Folder"] = folder["unused"],
            ["Trust:File"] = folder["instance", "keys", "trust.json"],
            ["Routing:Folder"] = Path.Combine(RepositoryRoot.Path, "infra", "routing"),
        }).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddReportingData(configuration);
        services.AddStaffServices(configuration);
        Services = services.BuildServiceProvider();
    }

    public ServiceProvider Services { get; }

    public async Task<DemoAccount> SeedAsync(string user, string desk)
    {
        var account = await Services.GetRequiredService<AccountCreation>().CreateAsync(user, Passphrase, AccountRole.Officer, [desk], "tests", CancellationToken.None);
        var secret = Totp.ToBase32(account.TotpSecret);
        using var session = new UnlockedSession(user, AccountRole.Officer, account, TimeProvider.System.GetUtcNow());
        Assert.NotNull(await Services.GetRequiredService<DeskKeyMaker>().MakeFirstAsync(desk, session, CancellationToken.None));
        return new DemoAccount(user, Passphrase, secret, [desk], "officer");
    }
}

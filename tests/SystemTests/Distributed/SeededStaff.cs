using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ReportingService.Core.Keys;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole;
using ReportingService.StaffConsole.AcceptInvite;
using ReportingService.StaffConsole.Keys;
using ReportingService.StaffConsole.SignIn;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Distributed;

/// <summary>Roots, an account and its desk's key, made by the code that the pages and the custodians' commands use, under the owner's login.</summary>
internal sealed class SeededStaff
{
    private const string Passphrase = "a passphrase of the tests alone, long enough";

    private readonly TestFolder folder;

    public SeededStaff(TestFolder folder, string reports)
    {
        this.folder = folder;
        RootKeyFiles.Make(folder["roots"]);
        Directory.CreateDirectory(folder["router"]);
        File.Move(folder["roots", RootKeyFiles.RouterIdentityFile], folder["router", RootKeyFiles.RouterIdentityFile]);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = "postgres",
            ["ConnectionStrings:Reports"] = reports,
            ["Blobs:Folder"] = folder["unused"],
            ["Trust:File"] = folder["roots", "trust.json"],
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
        var keyring = Services.GetRequiredService<DeskKeyring>();
        Assert.NotNull(await keyring.MakeFirstAsync(desk, session, CancellationToken.None));
        using var root = RootKeyFiles.ReadRoot(folder["roots", RootKeyFiles.RootFile(KeyDomain.Police)], KeyDomain.Police, Services.GetRequiredService<Trust>());
        Assert.Single(await keyring.SignPendingAsync(root, _ => true, CancellationToken.None));
        return new DemoAccount(user, Passphrase, secret, [desk], "officer");
    }
}

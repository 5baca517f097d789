using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ReportingService.Core.Keys;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole.AcceptInvite;
using ReportingService.StaffConsole.Keys;
using ReportingService.StaffConsole.WriteRules;
using ReportingService.TestKit;

// One test at a time: what they measure of the process (open sockets, streams) is then their own.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace ReportingService.StaffConsole.Tests.Running;

/// <summary>
/// A class of tests has one for itself: no other class changes its desks, its accounts or its clock.
/// The console as it runs: Kestrel on loopback, SQLite, file store, roots made and desk keys signed as a custodian does. Desks
/// and their people: two officers in Gjilan, one each in Ferizaj, the Gjilan region, the national desk and PIK, two at the helpline.
/// </summary>
public sealed class RunningConsole : IAsyncLifetime
{
    public const string Passphrase = "korrik shelg vetull kripa";
    private readonly TestFolder folder = new();
    private readonly Dictionary<string, Person> people = new(StringComparer.Ordinal);
    private WebApplication? app;

    public MovableClock Clock { get; } = new();

    public KeptLog Log { get; } = new();

    public Uri Address { get; private set; } = null!;

    public IServiceProvider Services => app!.Services;

    public Trust Trust => Services.GetRequiredService<Trust>();

    public RoutingData Routing => Services.GetRequiredService<RoutingData>();

    public string Folder => folder.Path;

    public IDatabaseWriter Writer => Services.GetRequiredService<IDatabaseWriter>();

    public Task<ReportingDb> ReadAsync() => Services.GetRequiredService<IDbContextFactory<ReportingDb>>().CreateDbContextAsync();

    public Person this[string userName] => people[userName];

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(folder["first"]);
        RootKeyFiles.Make(folder["roots"]);
        var port = FreePort.Next();
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = $"http://localhost:{port}",
            ["ConnectionStrings:Reports"] = "Data Source=" + folder["reports.db"],
            ["Blobs:Folder"] = folder["blobs"],
            ["Trust:File"] = folder["roots", "trust.json"],
            ["Routing:Folder"] = Path.Combine(RepositoryRoot.Path, "infra", "routing"),
            ["StaffConsole:Url"] = $"http://localhost:{port}",
            ["StaffConsole:FirstStartFolder"] = folder["first"],
            ["StaffConsole:PollEvery"] = "00:00:00.3",
        });
        builder.Logging.ClearProviders().AddProvider(Log);
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton(RoutingData.Load(RoutingWithSectors.Open));
        builder.AddStaffConsole();
        builder.Services.AddReportingMessages(builder.Configuration, bus => bus.AddCaseChanges());
        app = builder.Build();
        app.MapStaffConsole();
        await Services.GetRequiredService<ReportingDatabase>().MigrateAsync(CancellationToken.None);
        await app.StartAsync();
        Address = new Uri($"http://localhost:{port}");
        await PeopleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var person in people.Values)
        {
            person.Dispose();
        }

        if (app is not null)
        {
            await app.DisposeAsync();
        }

        folder.Dispose();
    }

    /// <summary>An account with passphrase and code app; its desks wait for a key or for being admitted.</summary>
    public async Task<Person> NewPersonAsync(string userName, AccountRole role, params string[] desks)
    {
        var accounts = Services.GetRequiredService<AccountCreation>();
        var unlocked = await accounts.CreateAsync(userName, Passphrase, role, desks, "test", CancellationToken.None);
        var person = new Person(this, userName, role, unlocked);
        people[userName] = person;
        return person;
    }

    public async Task SignKeysAsync(KeyDomain domain)
    {
        using var root = RootKeyFiles.ReadRoot(folder["roots", RootKeyFiles.RootFile(domain)], domain, Trust);
        await Services.GetRequiredService<DeskKeySigning>().SignPendingAsync(root, CancellationToken.None);
    }

    /// <summary>The custodian of the police vouches for every rule author who asked.</summary>
    public async Task SignRuleAuthorsAsync()
    {
        using var root = RootKeyFiles.ReadRoot(folder["roots", RootKeyFiles.RootFile(KeyDomain.Police)], KeyDomain.Police, Trust);
        var authors = Services.GetRequiredService<RuleAuthorKeys>();
        foreach (var (_, record) in await authors.PendingAsync(CancellationToken.None))
        {
            await authors.SignAsync(root, record, CancellationToken.None);
        }
    }

    /// <summary>What a custodian of a domain can open.</summary>
    public RecoveryOpener Recovery(KeyDomain domain)
        => RootKeyFiles.ReadRecovery(folder["roots", RootKeyFiles.RecoveryFile(domain)], domain, Trust);

    /// <summary>Makes a person a reader of a desk: makes its key, or is admitted by who has it.</summary>
    public async Task AdmitAsync(string userName, string desk, string? by = null)
    {
        var done = by is null
            ? await Services.GetRequiredService<DeskKeyMaker>().MakeFirstAsync(desk, this[userName].Unlocked, CancellationToken.None) is not null
            : await Services.GetRequiredService<DeskAdmission>().AdmitAsync(desk, this[by].Unlocked, this[userName].Id, KeyFingerprint.Of(this[userName].Unlocked.UseKey(key => key.Public)), CancellationToken.None);
        Assert.True(done, $"{userName} could not become a reader of {desk}.");
    }

    private async Task PeopleAsync()
    {
        (string Name, AccountRole Role, string Desk)[] all =
        [
            ("officer.gjilan", AccountRole.Officer, "PS_GJILAN"),
            ("officer2.gjilan", AccountRole.Officer, "PS_GJILAN"),
            ("officer.ferizaj", AccountRole.Officer, "PS_FERIZAJ"),
            ("officer.region", AccountRole.Officer, "RPD_GJILAN"),
            ("supervisor.national", AccountRole.Supervisor, "DESK"),
            ("inspector.pik", AccountRole.Officer, "PIK"),
            ("operator.helpline", AccountRole.Operator, "HELPLINE"),
            ("supervisor.helpline", AccountRole.Supervisor, "HELPLINE"),
        ];
        foreach (var (name, role, desk) in all)
        {
            await NewPersonAsync(name, role, desk);
        }

        await NewPersonAsync("administrator.test", AccountRole.Administrator);
        await NewPersonAsync("auditor.test", AccountRole.Auditor);
        await NewPersonAsync("author.rules", AccountRole.RuleAuthor);
        foreach (var (name, _, desk) in all.DistinctBy(person => person.Desk))
        {
            await AdmitAsync(name, desk);
        }

        foreach (var domain in Enum.GetValues<KeyDomain>())
        {
            await SignKeysAsync(domain);
        }

        await AdmitAsync("officer2.gjilan", "PS_GJILAN", "officer.gjilan");
        await AdmitAsync("supervisor.helpline", "HELPLINE", "operator.helpline");
    }
}

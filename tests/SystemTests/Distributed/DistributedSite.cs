using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using ReportingService.Core.Keys;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Distributed;

/// <summary>
/// The distributed form as an operator sets it up: PostgreSQL, RabbitMQ, Azure's blob protocol, and the hosts as processes of
/// their own (the worker twice), each under its own database login. Everything listens on loopback and ends with the tests.
/// </summary>
public sealed class DistributedSite : IAsyncLifetime
{
    private readonly PostgresServer postgres = new();
    private readonly AzuriteServer azurite = new();
    private readonly TestFolder folder = new();
    private readonly List<ChildProcess> processes = [];
    private OfficerBrowser? officer;
    private ServiceProvider? owner;

    public RabbitMqServer Broker { get; } = new();

    public Uri CitizenUrl { get; } = new($"http://127.0.0.1:{FreePort.Next()}");

    public Uri StaffUrl { get; } = new($"http://localhost:{FreePort.Next()}");

    /// <summary>The member of PS_GJILAN, signed in.</summary>
    public OfficerBrowser Officer => officer!;

    /// <summary>One of the two workers, to be killed.</summary>
    public ChildProcess FirstWorker { get; private set; } = null!;

    /// <summary>Names of the environment variables that some host was started with.</summary>
    public HashSet<string> Settings { get; } = new(StringComparer.Ordinal);

    /// <summary>Folder of a host's own build.</summary>
    public static string ProgramFolder(string host)
        => Path.Combine(RepositoryRoot.Path, "src", host, "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0");

    public async ValueTask InitializeAsync()
    {
        var started = Task.WhenAll(Broker.StartAsync(), azurite.ConnectionStringAsync());
        var reports = await postgres.ConnectionStringAsync("reports");
        var migrate = Start("Triage", new() { ["Database__Provider"] = "postgres", ["ConnectionStrings__Reports"] = reports }, "migrate");
        var roots = Start("Standalone", [], "keys", "make-roots", "--out", folder["roots"], "--data", folder["instance"]);
        await SucceedAsync(migrate);
        await SucceedAsync(roots);
        var seed = new SeededStaff(folder, reports);
        owner = seed.Services;
        await using (var db = await OwnerAsync())
        {
            await db.Database.ExecuteSqlRawAsync(await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "infra", "database", "postgres-roles.sql")));
        }

        var member = await seed.SeedAsync("officer.ps-gjilan", "PS_GJILAN");
        await SucceedAsync(Start(
            "Standalone", new() { ["Database__Provider"] = "postgres", ["ConnectionStrings__Reports"] = reports },
            "keys", "sign", "--roots", folder["roots"], "--data", folder["instance"], "--yes"));
        await started;
        var settings = await CommonAsync();
        FirstWorker = StartHost("Triage", settings, reports, Anywhere());
        StartHost("Triage", settings, reports, Anywhere());
        var intake = StartHost("Intake", settings, reports, CitizenUrl);
        var console = StartHost("StaffConsole", settings, reports, StaffUrl);
        await Readiness.UntilAsync(CitizenUrl, intake);
        await Readiness.UntilAsync(StaffUrl, console);
        officer = await OfficerBrowser.SignInAsync(StaffUrl, member);
    }

    /// <summary>A host with a root file of other custodians, until it ends.</summary>
    public async Task<(int Code, string Output)> StartWithOtherRootsAsync(string host)
    {
        var (roots, instance) = (folder[Guid.NewGuid().ToString("N")], folder[Guid.NewGuid().ToString("N")]);
        await SucceedAsync(Start("Standalone", [], "keys", "make-roots", "--out", roots, "--data", instance));
        var settings = await CommonAsync();
        settings["Trust__File"] = Path.Combine(instance, "keys", "trust.json");
        var process = StartHost(host, settings, await postgres.ConnectionStringAsync("reports"), Anywhere());
        return (await process.WaitAsync(TimeSpan.FromSeconds(180)), process.Output);
    }

    /// <summary>How many workers take reports from the queue; the broker counts them.</summary>
    public async Task<uint> WorkersAsync()
    {
        try
        {
            await using var connection = await new ConnectionFactory { Uri = new Uri(Broker.Address) }.CreateConnectionAsync();
            await using var channel = await connection.CreateChannelAsync();
            return await channel.ConsumerCountAsync("route-report");
        }
        catch (Exception e) when (e is BrokerUnreachableException or OperationInterruptedException)
        {
            // Not back yet, or nobody has made the queue.
            return 0;
        }
    }

    /// <summary>The database as its owner sees it.</summary>
    public Task<ReportingDb> OwnerAsync() => owner!.GetRequiredService<IDbContextFactory<ReportingDb>>().CreateDbContextAsync();

    /// <summary>A case as it would stand if somebody had taken its envelope to the router out of the database.</summary>
    public Task PlantCaseWithoutEnvelopeAsync(Guid id, Guid auditId)
        => owner!.GetRequiredService<IDatabaseWriter>().WriteAsync(
            (db, _) =>
            {
                var now = TimeProvider.System.GetUtcNow();
                var key = PrivateKey.Create().Public.ToBytes();
                db.Cases.Add(new Case
                {
                    Id = id,
                    AuditId = auditId,
                    CreatedAt = now,
                    LastActivityAt = now,
                    Urgency = Urgency.Normal,
                    Domain = KeyDomain.Police,
                    Protection = Protection.None,
                    CasePublicKey = key,
                    ReporterPublicKey = key,
                    ReceiptLookup = id.ToByteArray(),
                    SealedOutcome = [],
                });
                owner!.GetRequiredService<Outbox>().Add(db, OutboxKind.ReportSubmitted, id, Urgency.Normal);
                return Task.CompletedTask;
            },
            CancellationToken.None);

    public Task RemoveCaseAsync(Guid id)
        => owner!.GetRequiredService<IDatabaseWriter>().WriteAsync(
            async (db, stop) =>
            {
                await db.Outbox.Where(message => message.CaseId == id).ExecuteDeleteAsync(stop);
                await db.Cases.Where(report => report.Id == id).ExecuteDeleteAsync(stop);
            },
            CancellationToken.None);

    /// <summary>What all processes printed, for a failing test.</summary>
    public string Output => string.Join('\n', processes.Select(process => process.Output));

    public async ValueTask DisposeAsync()
    {
        officer?.Dispose();
        processes.ForEach(process => process.Dispose());
        if (owner is not null)
        {
            await owner.DisposeAsync();
        }

        await Broker.DisposeAsync();
        await azurite.DisposeAsync();
        await postgres.DisposeAsync();
        folder.Dispose();
    }

    private static async Task SucceedAsync(ChildProcess command) => Assert.True(await command.WaitAsync(TimeSpan.FromSeconds(180)) == 0, command.Output);

    private static string As(string login, string connection) => connection.Replace("Username=reports", "Username=" + login, StringComparison.Ordinal);

    private async Task<Dictionary<string, string>> CommonAsync()
    {
        foreach (var name in new[] { "scratch", "intake", "console", "state" })
        {
            Directory.CreateDirectory(folder[name]);
        }

        return new()
        {
            ["Database__Provider"] = "postgres",
            ["ConnectionStrings__Messages"] = Broker.Address,
            ["ConnectionStrings__Blobs"] = await azurite.ConnectionStringAsync(),
            ["Messages__Transport"] = "rabbitmq",
            ["Messages__FirstGapSeconds"] = "2",
            ["Blobs__Provider"] = "azure",
            ["Trust__File"] = folder["instance", "keys", "trust.json"],
            ["Logging__LogLevel__Default"] = "Warning",
        };
    }

    private static Uri Anywhere() => new($"http://localhost:{FreePort.Next()}");

    /// <summary>A host under its own login, with the settings of the compose file.</summary>
    private ChildProcess StartHost(string host, Dictionary<string, string> common, string reports, Uri address)
    {
        Dictionary<string, string> settings = new(common) { ["ASPNETCORE_URLS"] = address.ToString() };
        switch (host)
        {
            case "Triage":
                settings["ConnectionStrings__Reports"] = As("reporting_triage", reports);
                settings["Triage__KeyFolder"] = folder["instance", "keys", "router"];
                break;
            case "Intake":
                settings["ConnectionStrings__Reports"] = As("reporting_intake", reports);
                settings["Scrub__ScratchFolder"] = folder["scratch"];
                settings["Intake__FormTokenKeyFile"] = folder["intake", "form-token.key"];
                break;
            default:
                settings["ConnectionStrings__Reports"] = As("reporting_console", reports);
                settings["StaffConsole__Url"] = address.ToString();
                settings["StaffConsole__FirstStartFolder"] = folder["console"];
                break;
        }

        return Start(host, settings);
    }

    private ChildProcess Start(string host, Dictionary<string, string> settings, params string[] arguments)
    {
        if (arguments.Length == 0)
        {
            settings["Trust__MemoryFile"] = folder["state", $"seen-keys-{processes.Count}.json"];
            settings["Rules__MemoryFile"] = folder["state", $"rules-in-force-{processes.Count}.txt"];
        }

        Settings.UnionWith(settings.Keys);
        var process = new ChildProcess("dotnet", ["exec", Path.Combine(ProgramFolder(host), $"ReportingService.{host}.dll"), .. arguments], settings);
        processes.Add(process);
        return process;
    }
}

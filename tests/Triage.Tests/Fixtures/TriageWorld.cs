using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReportingService.Core.Keys;
using ReportingService.Core.Labels;
using ReportingService.Core.Messages;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.TestKit;
using ReportingService.Triage.RouteReport;
using ReportingService.Triage.RouterKeys;

[assembly: AssemblyFixture(typeof(PostgresServer))]
[assembly: AssemblyFixture(typeof(RabbitMqServer))]

namespace ReportingService.Triage.Tests;

/// <summary>An installation with its roots, desks made as members make them, reports made as Intake makes them, and Triage.</summary>
public sealed class TriageWorld : IAsyncDisposable
{
    private readonly Dictionary<string, string?> _settings;
    private readonly Dictionary<string, TestDesk> _desks = new(StringComparer.Ordinal);
    private IHost _host = null!;

    private TriageWorld(TestFolder folder, Trust trust, Dictionary<string, string?> settings)
        => (Folder, Trust, _settings) = (folder, trust, settings);

    public TestFolder Folder { get; }

    public Trust Trust { get; }

    public ManualClock Clock { get; } = new();

    public string KeyFolder => Folder["router"];

    public IServiceProvider Services => _host.Services;

    public IDatabaseWriter Writer => Services.GetRequiredService<IDatabaseWriter>();

    public RouteReportHandler Handler => Services.GetRequiredService<RouteReportHandler>();

    public RouterEpochs Epochs => Services.GetRequiredService<RouterEpochs>();

    public DeskDirectory Directory => Services.GetRequiredService<RoutingData>().Desks;

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<TriageWorld> CreateAsync(string? reports = null, Dictionary<string, string?>? settings = null)
    {
        var folder = new TestFolder();
        var trust = RootKeyFiles.Make(folder["roots"]);
        System.IO.Directory.CreateDirectory(folder["router"]);
        File.Move(folder["roots", RootKeyFiles.RouterIdentityFile], folder["router", RootKeyFiles.RouterIdentityFile]);
        var all = new Dictionary<string, string?>
        {
            ["Database:Provider"] = reports is null ? "sqlite" : "postgres",
            ["ConnectionStrings:Reports"] = reports ?? $"Data Source={folder["reports.db"]}",
            ["Blobs:Folder"] = folder["blobs"],
            ["Trust:File"] = folder["roots", RootKeyFiles.TrustFile],
            ["Triage:KeyFolder"] = folder["router"],
            ["Routing:Folder"] = Path.Combine(RepositoryRoot.Path, "infra/routing"),
            ["Messages:SweepSeconds"] = "0.1",
            ["Messages:FirstGapSeconds"] = "0.2",
        };
        foreach (var (name, value) in settings ?? [])
        {
            all[name] = value;
        }

        var world = new TriageWorld(folder, trust, all);
        world.Build();
        await world.Services.GetRequiredService<ReportingDatabase>().MigrateAsync(Stop);
        return world;
    }

    /// <summary>Starts bus, publisher and workers; without it tests call the handler themselves.</summary>
    public Task StartAsync() => _host.StartAsync(Stop);

    /// <summary>Ends Triage and builds it anew over the same folder.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        Build();
        await StartAsync();
    }

    /// <summary>Builds a stopped Triage anew without starting its workers.</summary>
    public Task RebuildAsync()
    {
        Build();
        return Task.CompletedTask;
    }

    public async Task StopAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _host.StopAsync(limit.Token);
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    public ReportingDb Read() => Services.GetRequiredService<IDbContextFactory<ReportingDb>>().CreateDbContext();

    /// <summary>A desk with one living member, its key signed by the domain's root.</summary>
    public async Task<TestDesk> OpenDeskAsync(string code)
    {
        var domain = Directory[code].Domain;
        var accountId = Guid.NewGuid();
        var accountKey = PrivateKey.Create();
        var now = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        var made = UnitKeyMaker.CreateFirst(code, domain, new UnitMember(accountId, accountKey.Public), Trust, now);
        using var root = RootKeyFiles.ReadRoot(Folder["roots", RootKeyFiles.RootFile(domain)], domain, Trust);
        var signed = root.Sign(made.Record, [], now);
        await Writer.WriteAsync(
            (db, _) =>
            {
                db.Accounts.Add(new Account
                {
                    Id = accountId,
                    UserName = $"officer.{accountId:N}",
                    Role = AccountRole.Officer,
                    State = AccountState.Active,
                    PublicKey = accountKey.Public.ToBytes(),
                    CreatedAt = now,
                });
                db.Memberships.Add(new Membership { AccountId = accountId, Desk = code, State = MembershipState.Active, CreatedAt = now });
                db.UnitKeys.Add(signed.ToRow(made.RecoveryWrap));
                db.UnitKeyGrants.Add(new UnitKeyGrant { Desk = code, Epoch = 1, AccountId = accountId, Wrapped = made.Grants[0].Wrapped });
                return Task.FromResult(true);
            },
            Stop);
        return _desks[code] = new TestDesk(code, signed, UnitKeyOpener.Open(accountKey, accountId, signed, Trust.Instance, made.Grants[0].Wrapped));
    }

    /// <summary>Stores a report as Intake does and leaves it to the outbox.</summary>
    public async Task<TestReport> SubmitAsync(ReportLabels labels, Protection? claimed = null)
    {
        var protection = claimed ?? ProtectionRule.Of(labels);
        using var keys = CaseKeyPair.Create(protection);
        var receipt = Receipt.Mint();
        using var reporter = ReporterKey.From(receipt, Trust.Instance);
        var id = ReportId.New();
        var binding = new CaseBinding(Trust.Instance, id, keys.Public, reporter.Public);
        await using var db = Read();
        var report = NewCase(id, protection, keys, reporter);
        RouterEnvelope? envelope = null;
        CaseGrant? grant = null;
        if (protection == Protection.None)
        {
            var newest = await db.RouterEpochs.OrderByDescending(e => e.Epoch).FirstAsync(Stop);
            var router = newest.ToRecord().Verify(Trust, new ChainMemory())!;
            envelope = new RouterEnvelope { CaseId = id.Value, Epoch = router.Epoch, Sealed = keys.WrapToRouter(router, binding, labels.ToBytes()) };
        }
        else
        {
            grant = await ProtectedGrantAsync(db, keys, binding, HoldingDesk.DomainOf(protection));
            report.HolderDesk = grant.HolderKind == HolderKind.Desk ? grant.Holder : null;
        }

        var outbox = Services.GetRequiredService<Outbox>();
        var message = await Writer.WriteAsync(
            (unit, _) =>
            {
                unit.Cases.Add(report);
                if (envelope is not null)
                {
                    unit.RouterEnvelopes.Add(envelope);
                }

                if (grant is not null)
                {
                    unit.CaseGrants.Add(grant);
                }

                return Task.FromResult(outbox.Add(unit, OutboxKind.ReportSubmitted, id.Value, report.Urgency));
            },
            Stop);
        return new TestReport(id.Value, new ReportSubmitted(message, id.Value, report.Urgency), binding);
    }

    /// <summary>The decision as the holder reads it: opens the grant with the desk's key, then the sealed item.</summary>
    public async Task<RoutingDecision> OpenDecisionAsync(TestReport report, TestDesk desk)
    {
        await using var db = Read();
        var grant = await db.CaseGrants.SingleAsync(g => g.CaseId == report.Id && g.Holder == desk.Code, Stop);
        using var key = desk.Key.OpenCase(report.Binding, grant.WrappedKey);
        var item = await db.CaseItems.SingleAsync(i => i.CaseId == report.Id && i.Kind == CaseItemKind.Decision, Stop);
        return RoutingDecisionFormat.Read(ItemOpener.Open(key, new EnvelopeContext(Trust.Instance, new ReportId(report.Id), item.Id, Purpose.Decision), item.Sealed!));
    }

    public async Task<Case?> CaseAsync(Guid id)
    {
        await using var db = Read();
        return await db.Cases.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, Stop);
    }

    public async Task UntilRoutedAsync(TestReport report, double seconds = 120)
    {
        var end = Environment.TickCount64 + (long)(seconds * 1000);
        while (await CaseAsync(report.Id) is not { RoutedAt: not null })
        {
            Assert.True(Environment.TickCount64 < end, "The report was not routed in time.");
            await Task.Delay(20, Stop);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Folder.Dispose();
    }

    private static Case NewCase(ReportId id, Protection protection, CaseKeyPair keys, ReporterKey reporter)
    {
        var now = CoarseTime.Minute(TimeProvider.System.GetUtcNow());
        return new Case
        {
            Id = id.Value,
            CreatedAt = now,
            Urgency = Urgency.Low,
            Domain = HoldingDesk.DomainOf(protection),
            Protection = protection,
            CasePublicKey = keys.Public.ToBytes(),
            ReporterPublicKey = reporter.Public.ToBytes(),
            ReceiptLookup = reporter.Lookup,
            AuditId = Guid.NewGuid(),
            SealedOutcome = new byte[10],
            LastActivityAt = now,
        };
    }

    private async Task<CaseGrant> ProtectedGrantAsync(ReportingDb db, CaseKeyPair keys, CaseBinding binding, KeyDomain domain)
    {
        var desk = domain switch { KeyDomain.Helpline => "HELPLINE", KeyDomain.Pik => "PIK", _ => "DIIBC" };
        var verdict = UnitKeyChain.Verify(
            desk, domain, await VerifiedDeskKeys.ChainAsync(db, desk, Stop), Trust, new ChainMemory(), TimeProvider.System.GetUtcNow());
        return verdict is ChainVerdict.Current current
            ? new CaseGrant { CaseId = binding.Case.Value, HolderKind = HolderKind.Desk, Holder = desk, Epoch = 1, Domain = domain, WrappedKey = keys.WrapToDesk(current.Key, binding) }
            : new CaseGrant { CaseId = binding.Case.Value, HolderKind = HolderKind.Recovery, Holder = Codes.Of(domain), Epoch = 0, Domain = domain, WrappedKey = keys.WrapToRecovery(Trust, domain, binding) };
    }

    private void Build()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(_settings);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        if (_settings.ContainsKey("ManualClock"))
        {
            builder.Services.AddSingleton<TimeProvider>(Clock);
        }

        builder.AddTriage();
        _host = builder.Build();
    }
}

/// <summary>A desk of a test, opened by its member.</summary>
public sealed record TestDesk(string Code, UnitKeyRecord Record, UnitPrivateKey Key);

/// <summary>A submitted report.</summary>
public sealed record TestReport(Guid Id, ReportSubmitted Message, CaseBinding Binding);

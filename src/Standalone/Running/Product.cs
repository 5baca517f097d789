using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Intake;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole;
using ReportingService.StaffConsole.AcceptInvite;
using ReportingService.Standalone.Demo;
using ReportingService.Triage;

namespace ReportingService.Standalone.Running;

/// <summary>The three hosts in one process: one database writer, one bus, two web servers.</summary>
internal sealed class Product : IAsyncDisposable
{
    private readonly IHost worker;
    private readonly WebApplication citizen;
    private readonly WebApplication staff;

    private Product(IHost worker, WebApplication citizen, WebApplication staff)
    {
        this.worker = worker;
        this.citizen = citizen;
        this.staff = staff;
    }

    public static async Task<Product> StartAsync(DataFolder data, bool demo, Uri citizenUrl, Uri staffUrl, CancellationToken cancellation)
    {
        if (demo && !File.Exists(data.Trust))
        {
            MakeDemoRoots(data);
        }

        var settings = InstanceConfiguration.Of(data, demo, staffUrl);
        var worker = BuildWorker(settings);
        await worker.Services.GetRequiredService<ReportingDatabase>().MigrateAsync(cancellation);
        if (!await TrustPin.HoldsAsync(worker.Services, begins: true, cancellation))
        {
            worker.Dispose();
            throw new TrustChangedException(data.Trust);
        }

        // Nobody else writes here: what a kill left unfinished is nobody's.
        await worker.Services.GetRequiredService<ISealedBlobs>().DropUnfinishedAsync(DateTimeOffset.MaxValue, cancellation);
        if (demo)
        {
            await SeedAsync(data, worker.Services, cancellation);
        }

        var citizen = BuildCitizen(settings, citizenUrl, worker.Services);
        var staff = BuildStaff(settings, staffUrl, worker.Services);
        var product = new Product(worker, citizen, staff);
        await worker.StartAsync(cancellation);
        await citizen.StartAsync(cancellation);
        await staff.StartAsync(cancellation);

        // Reading lexicons, concepts and weights, and seeding, leave behind more than they keep: given back once, before the first report.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        ProcessMemory.GiveBack();
        return product;
    }

    /// <summary>Until the process is asked to end; then the public site first, so that nothing is accepted that could not be stored.</summary>
    public async Task UntilStoppedAsync(CancellationToken cancellation)
    {
        var asked = new TaskCompletionSource();
        await using (cancellation.Register(() => asked.TrySetResult()))
        {
            foreach (var life in new[] { worker, citizen, staff }.Select(host => host.Services.GetRequiredService<IHostApplicationLifetime>()))
            {
                life.ApplicationStopping.Register(() => asked.TrySetResult());
            }

            await asked.Task;
        }

        await citizen.StopAsync(CancellationToken.None);
        await staff.StopAsync(CancellationToken.None);
        await worker.StopAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await citizen.DisposeAsync();
        await staff.DisposeAsync();
        worker.Dispose();
    }

    private static IHost BuildWorker(IReadOnlyDictionary<string, string?> settings)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings).AddEnvironmentVariables();
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).AddConfiguration(builder.Configuration.GetSection("Logging"));
        Quiet(builder.Logging, builder.Configuration);
        builder.AddTriage(bus => bus.AddCaseChanges());
        builder.Services.AddHostedService<FreedMemory>();
        return builder.Build();
    }

    private static WebApplication BuildCitizen(IReadOnlyDictionary<string, string?> settings, Uri url, IServiceProvider shared)
    {
        var builder = BuildWeb(settings, url, shared);
        builder.AddIntake();
        var app = builder.Build();
        app.MapIntake();
        return app;
    }

    private static WebApplication BuildStaff(IReadOnlyDictionary<string, string?> settings, Uri url, IServiceProvider shared)
    {
        var builder = BuildWeb(settings, url, shared);
        builder.AddStaffConsole();
        var app = builder.Build();
        app.MapStaffConsole();
        return app;
    }

    private static WebApplicationBuilder BuildWeb(IReadOnlyDictionary<string, string?> settings, Uri url, IServiceProvider shared)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings).AddEnvironmentVariables();
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).AddConfiguration(builder.Configuration.GetSection("Logging"));
        Quiet(builder.Logging, builder.Configuration);
        builder.WebHost.UseUrls(url.ToString());
        Share<IDatabaseWriter>(builder, shared);
        Share<IDbContextFactory<ReportingDb>>(builder, shared);
        Share<ISealedBlobs>(builder, shared);
        Share<OutboxSignal>(builder, shared);
        Share<CaseChanges>(builder, shared);
        Share<Trust>(builder, shared);
        Share<ChainMemory>(builder, shared);
        Share<AcceptedRules>(builder, shared);
        Share<RoutingData>(builder, shared);
        Share<RulesInForce>(builder, shared);
        return builder;
    }

    private static void Quiet(ILoggingBuilder logging, IConfiguration configuration)
    {
        if (configuration["Logging:LogLevel:Default"] is null)
        {
            logging.SetMinimumLevel(LogLevel.Warning);
        }
    }

    /// <summary>One instance for all hosts of the process, owned by the worker.</summary>
    private static void Share<T>(WebApplicationBuilder builder, IServiceProvider owner)
        where T : class
        => builder.Services.AddSingleton(owner.GetRequiredService<T>());

    private static void MakeDemoRoots(DataFolder data)
    {
        var roots = data.In("demo-roots");
        RootKeyFiles.Make(roots);
        File.Copy(Path.Combine(roots, "trust.json"), data.Trust);
        File.Move(Path.Combine(roots, "router-identity.key"), Path.Combine(data.RouterKeys, "router-identity.key"));
    }

    private static async Task SeedAsync(DataFolder data, IServiceProvider services, CancellationToken cancellation)
    {
        var trust = services.GetRequiredService<Trust>();
        var desks = RoutingFiles.Load(services.GetRequiredService<IConfiguration>()["Routing:Folder"]!).Desks;
        using var vault = new AccountVault(trust);
        await using var db = await services.GetRequiredService<IDbContextFactory<ReportingDb>>().CreateDbContextAsync(cancellation);
        var writer = services.GetRequiredService<IDatabaseWriter>();
        var clock = services.GetRequiredService<TimeProvider>();
        var seed = new DemoSeed(data, trust, new AccountCreation(writer, services.GetRequiredService<Audit>(), vault, clock), desks, writer, clock);
        await seed.SeedAsync(db, data.In("demo-roots"), cancellation);
    }
}

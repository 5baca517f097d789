using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Sealing;
using ReportingService.StaffConsole;
using ReportingService.StaffConsole.Keys;
using ReportingService.StaffConsole.WriteRules;

namespace ReportingService.Standalone.Running;

/// <summary>An instance's database and trust, opened by a command. Works beside a running product.</summary>
internal sealed class OpenInstance : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly string? rulesFile;

    private OpenInstance(DataFolder data)
    {
        var configuration = InstanceConfiguration.Build(data);
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddReportingData(configuration);
        collection.AddStaffServices(configuration);
        services = collection.BuildServiceProvider();
        rulesFile = configuration["Rules:MemoryFile"];
        Desks = RoutingFiles.Load(configuration["Routing:Folder"]!).Desks;
        using var trust = File.OpenRead(data.Trust);
        try
        {
            Trust = Trust.Load(trust);
        }
        catch (FormatException fault)
        {
            throw new InvalidDataException($"{data.Trust} cannot be read. {fault.Message}", fault);
        }
    }

    public DeskDirectory Desks { get; }

    public Trust Trust { get; }

    public TimeProvider Clock => services.GetRequiredService<TimeProvider>();

    public IDatabaseWriter Writer => services.GetRequiredService<IDatabaseWriter>();

    public Audit Audit => services.GetRequiredService<Audit>();

    /// <summary>Keys of desks that wait for a custodian.</summary>
    public DeskKeySigning Signing => services.GetRequiredService<DeskKeySigning>();

    /// <summary>The signing keys of rule authors.</summary>
    public RuleAuthorKeys RuleAuthors => services.GetRequiredService<RuleAuthorKeys>();

    /// <summary>What the database holds as rules and is not used; null when all is well. Changes nothing.</summary>
    public async Task<RefusedRules?> RefusedRulesAsync(CancellationToken cancellation)
    {
        using var rules = ActivatorUtilities.CreateInstance<RulesInForce>(services, new AcceptedRules(services.GetRequiredService<RoutingData>(), rulesFile, keep: false));
        return await rules.AskAsync(cancellation);
    }

    public Outbox Outbox => services.GetRequiredService<Outbox>();

    /// <summary>Null, with a sentence on standard error, when the folder holds no instance.</summary>
    public static OpenInstance? In(DataFolder data)
    {
        // With hosts that run apart, the folder holds the trust file alone and the environment names the database.
        var apart = Environment.GetEnvironmentVariable("ConnectionStrings__Reports") is not null;
        if ((data.Exists || apart) && File.Exists(data.Trust))
        {
            return new OpenInstance(data);
        }

        Commands.StandardError.Say(File.Exists(data.Trust)
            ? $"The instance in {data.Path} was never started: it has root keys and no database yet. Start it: infra/dev/start.sh --data {data.Path}"
            : $"There is no instance in {data.Path}. Name its folder with --data DIR.");
        return null;
    }

    public Task<ReportingDb> ReadAsync(CancellationToken cancellation)
        => services.GetRequiredService<IDbContextFactory<ReportingDb>>().CreateDbContextAsync(cancellation);

    public ValueTask DisposeAsync() => services.DisposeAsync();
}

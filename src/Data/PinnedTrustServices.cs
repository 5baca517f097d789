using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ReportingService.Core.Routing;
using ReportingService.Sealing;

namespace ReportingService.Data;

/// <summary>Registers what every host pins by its own configuration, never by the database.</summary>
public static class PinnedTrustServices
{
    /// <summary><c>Trust:File</c> is trust.json; <c>Trust:MemoryFile</c> (optional) keeps the newest seen key epochs over restarts.</summary>
    public static IServiceCollection AddPinnedTrust(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(_ =>
        {
            var path = configuration["Trust:File"] ?? throw new InvalidOperationException("Set Trust:File to the trust.json of this installation.");
            using var file = File.OpenRead(path);
            return Trust.Load(file);
        });
        services.TryAddSingleton(_ => configuration["Trust:MemoryFile"] is { Length: > 0 } path ? ChainMemory.InFile(path) : new ChainMemory());
        services.TryAddSingleton<VerifiedDeskKeys>();
        return services;
    }

    /// <summary><c>Routing:Folder</c>; by default <c>routing</c> beside the executable.</summary>
    public static IServiceCollection AddRoutingData(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(_ =>
        {
            var folder = configuration["Routing:Folder"] ?? Path.Combine(AppContext.BaseDirectory, "routing");
            return RoutingData.Load(name => File.OpenRead(Path.Combine(folder, name)));
        });
        return services;
    }

    /// <summary>Activated versions of the rules come in force in this process. Needs Data, Trust and RoutingData.</summary>
    public static IServiceCollection AddRulesInForce(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RulesOptions>().Bind(configuration.GetSection("Rules")).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(provider => new AcceptedRules(provider.GetRequiredService<RoutingData>(), configuration["Rules:MemoryFile"]));
        services.TryAddSingleton<RulesInForce>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<Microsoft.Extensions.Hosting.IHostedService, RulesWatch>());
        return services;
    }
}

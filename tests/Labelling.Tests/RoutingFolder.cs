using ReportingService.TestKit;

namespace ReportingService.Labelling.Tests;

/// <summary>The product's own routing data, loaded once.</summary>
internal static class RoutingFolder
{
    private static readonly Lazy<RouteCases.RouteCommand> Loaded = new(() => RouteCases.RouteCommand.Load(Open));

    public static RouteCases.RouteCommand Command => Loaded.Value;

    public static Stream Open(string name) => File.OpenRead(Path.Combine(RepositoryRoot.Path, "infra", "routing", name));
}

using ReportingService.Core.Routing;

namespace ReportingService.Standalone.Running;

/// <summary>Opens the routing folder for the commands.</summary>
internal static class RoutingFiles
{
    public static RoutingData Load(string folder) => RoutingData.Load(name => File.OpenRead(Path.Combine(folder, name)));
}

using System.Text;
using ReportingService.Core.Routing;
using ReportingService.TestKit;

namespace ReportingService.Core.Tests.Routing;

internal static class RoutingFiles
{
    public static RoutingData Data { get; } = RoutingData.Load(Open);

    public static DeskReadiness EveryDesk { get; } = new(Data.Desks.All.Select(d => d.Code).ToHashSet());

    public static string Rules { get; } = File.ReadAllText(PathOf("rules.json"));

    public static RuleSet Load(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return RuleSet.Load(stream, Data.Desks);
    }

    private static Stream Open(string name) => File.OpenRead(PathOf(name));

    private static string PathOf(string name) => Path.Combine(RepositoryRoot.Path, "infra", "routing", name);
}

using System.Text;
using System.Text.Json;
using ReportingService.TestKit;

namespace ReportingService.Labelling.Tests;

/// <summary>The product's own routing data, loaded once.</summary>
internal static class RoutingFolder
{
    private static readonly Lazy<RouteCases.RouteCommand> Loaded = new(() => RouteCases.RouteCommand.Load(Open));

    public static RouteCases.RouteCommand Command => Loaded.Value;

    public static Stream Open(string name) => File.OpenRead(Path.Combine(RepositoryRoot.Path, "infra", "routing", name));

    /// <summary>One case through the operator's command: the line it writes.</summary>
    public static JsonElement Route(object item)
    {
        using var input = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(new[] { item }));
        using var output = new MemoryStream();
        using var errors = new StringWriter();
        Assert.Equal(0, Command.Run(input, output, errors, explain: true));
        return JsonDocument.Parse(Encoding.UTF8.GetString(output.ToArray())).RootElement;
    }
}

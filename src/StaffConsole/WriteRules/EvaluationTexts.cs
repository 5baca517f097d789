using System.Text.Json;
using ReportingService.Core.Labels;
using ReportingService.Core.Routing;
using ReportingService.Labelling;

namespace ReportingService.StaffConsole.WriteRules;

/// <summary>
/// The labels of the evaluation texts, for dry runs. The texts are invented; they are labelled once, at the first dry run, and only their
/// labels are kept.
/// </summary>
public sealed class EvaluationTexts(RoutingData routing, IConfiguration configuration)
{
    private readonly Lazy<IReadOnlyList<ReportLabels>> labels = new(() => Label(routing, configuration));

    /// <summary>The labels; empty when no texts were shipped.</summary>
    public Task<IReadOnlyList<ReportLabels>> ReadAsync() => Task.Run(() => labels.Value);

    private static IReadOnlyList<ReportLabels> Label(RoutingData routing, IConfiguration configuration)
    {
        var folder = configuration["Routing:EvaluationFolder"] ?? Path.Combine(AppContext.BaseDirectory, "evaluation");
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var data = configuration["Routing:Folder"] ?? Path.Combine(AppContext.BaseDirectory, "routing");
        var labeller = Labeller.Load(name => File.OpenRead(Path.Combine(data, name)), routing.Municipalities);
        return
        [
            .. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).SelectMany(Texts)
                .Select(text => labeller.Label(new PlainText(text, null), new ReportTicks())),
        ];
    }

    private static List<string> Texts(string file)
    {
        using var json = File.OpenRead(file);
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(item => item.TryGetProperty("text", out var text) ? text.GetString() ?? "" : "")];
    }
}

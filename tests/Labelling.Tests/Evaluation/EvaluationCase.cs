using System.Text.Json;

namespace ReportingService.Labelling.Tests.Evaluation;

/// <summary>One text of our own with what it should be read as. Urgency lists the accepted classes; flags those that must be found.</summary>
internal sealed record EvaluationCase(
    string Id, string Text, string Language, string Script, string Category, string? Unit, string? Region, IReadOnlyList<string> Urgency, IReadOnlyList<string> Flags, JsonElement Source)
{
    public static IReadOnlyList<EvaluationCase> Read(string file)
    {
        var path = Path.Combine(TestKit.RepositoryRoot.Path, "tests", "Labelling.Tests", "Evaluation", file);
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. document.RootElement.EnumerateArray().Select(e => new EvaluationCase(
            e.GetProperty("id").GetString()!, e.GetProperty("text").GetString()!, e.GetProperty("language").GetString()!, e.GetProperty("script").GetString()!,
            e.GetProperty("category").GetString()!, Value(e, "unit"), Value(e, "region"),
            [.. e.GetProperty("urgency").EnumerateArray().Select(u => u.GetString()!)],
            [.. e.GetProperty("flags").EnumerateArray().Select(u => u.GetString()!)], AsRequest(e)))];
    }

    // The command's input is the text with the ticks; the expected labels stay out of it.
    private static JsonElement AsRequest(JsonElement e)
    {
        var request = new Dictionary<string, JsonElement> { ["text"] = e.GetProperty("text").Clone() };
        if (e.TryGetProperty("ticks", out var ticks))
        {
            foreach (var tick in ticks.EnumerateObject())
            {
                request[tick.Name] = tick.Value.Clone();
            }
        }

        return JsonSerializer.SerializeToElement(request);
    }

    private static string? Value(JsonElement e, string name) => e.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.String ? v.GetString() : null;
}

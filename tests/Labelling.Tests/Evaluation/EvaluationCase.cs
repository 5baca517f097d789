using System.Text.Json;

namespace ReportingService.Labelling.Tests.Evaluation;

/// <summary>
/// One text of our own with what it should be read as. Categories, units and urgencies are those accepted; flags those
/// that must be found; <c>MustNotReach</c> are desks that must neither hold the report nor be told of it.
/// </summary>
internal sealed record EvaluationCase(
    string Id, string Text, string Language, string? Script, IReadOnlyList<string> Categories, IReadOnlyList<string> Units, bool TellsRegion, string? Region,
    IReadOnlyList<string> Urgency, IReadOnlyList<string> Flags, IReadOnlyList<string> MustNotReach, JsonElement Source)
{
    public string Category => Categories[0];

    public static IReadOnlyList<EvaluationCase> Read(string file)
    {
        var path = Path.Combine(TestKit.RepositoryRoot.Path, "tests", "Labelling.Tests", "Evaluation", file);
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. document.RootElement.EnumerateArray().Select(Read)];
    }

    // Two ways to write a case: the expectation beside the text, or in an object of its own with everything accepted.
    private static EvaluationCase Read(JsonElement e)
    {
        var own = e.TryGetProperty("expect", out var apart);
        var expected = own ? apart : e;
        return new EvaluationCase(
            e.GetProperty("id").GetString()!, e.GetProperty("text").GetString()!, expected.GetProperty("language").GetString()!, Values(expected, "script").FirstOrDefault(),
            Values(expected, "category"), Values(expected, "unit"), expected.TryGetProperty("region", out _), Values(expected, "region").FirstOrDefault(),
            Values(expected, "urgency"), Values(expected, "flags"), Values(expected, "mustNotReach"), AsRequest(e, own));
    }

    // The command's input is the text with the ticks; the expected labels stay out of it.
    private static JsonElement AsRequest(JsonElement e, bool ticksBeside)
    {
        var request = new Dictionary<string, JsonElement> { ["text"] = e.GetProperty("text").Clone() };
        var ticks = ticksBeside ? e : e.TryGetProperty("ticks", out var inner) ? inner : default;
        if (ticks.ValueKind == JsonValueKind.Object)
        {
            foreach (var tick in ticks.EnumerateObject().Where(t => !ticksBeside || t.Name is not ("id" or "text" or "expect" or "note")))
            {
                request[tick.Name] = tick.Value.Clone();
            }
        }

        return JsonSerializer.SerializeToElement(request);
    }

    private static IReadOnlyList<string> Values(JsonElement e, string name)
        => !e.TryGetProperty(name, out var v) || v.ValueKind == JsonValueKind.Null ? []
            : v.ValueKind == JsonValueKind.Array ? [.. v.EnumerateArray().Select(x => x.GetString()!)]
            : [v.GetString()!];
}

using System.Text.Encodings.Web;
using System.Text.Json;
using ReportingService.Core.Labels;
using ReportingService.Core.Places;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Labelling.RouteCases;

/// <summary>
/// The operator's command <c>route CASES.json [--explain]</c>: labels and routes every case of an array as if every desk
/// had a reader, one JSON line each. Writes labels and reasons only, never words of a text.
/// </summary>
public sealed class RouteCommand
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What a case may tell; the pin is an object of <c>lat</c> and <c>lon</c>, the five ticks are true or false.</summary>
    private static readonly IReadOnlyList<string> Fields =
        ["id", "text", "pin", "category", "municipality", "place", "inProgress", "aboutPolice", "concernedUnit", "victim", "child", "helplineOnly"];

    private readonly RoutingData data;
    private readonly Labeller labeller;
    private readonly DeskReadiness everyDesk;

    private readonly TimeProvider time;

    public RouteCommand(RoutingData data, Labeller labeller, TimeProvider? time = null)
    {
        this.time = time ?? TimeProvider.System;
        this.data = data;
        this.labeller = labeller;
        everyDesk = new DeskReadiness(data.Desks.All.Select(d => d.Code).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Loads everything the command needs from the routing folder.</summary>
    public static RouteCommand Load(Func<string, Stream> open, TimeProvider? time = null)
    {
        var data = RoutingData.Load(open);
        return new RouteCommand(data, Labeller.Load(open, data.Municipalities, data.Sectors), time);
    }

    /// <returns>0, or 2 when the input is not an array of cases (said on <paramref name="errors"/>, as are cases without a text and fields nobody reads).</returns>
    public int Run(Stream cases, Stream output, TextWriter errors, bool explain)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(cases);
        }
        catch (JsonException fault)
        {
            errors.WriteLine($"The cases are not JSON: line {fault.LineNumber + 1}.");
            return 2;
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                errors.WriteLine("The cases are not an array of objects.");
                return 2;
            }

            var (number, unread) = (0, new SortedSet<string>(StringComparer.Ordinal));
            foreach (var item in document.RootElement.EnumerateArray())
            {
                number++;
                if (item.ValueKind != JsonValueKind.Object)
                {
                    errors.WriteLine("A case is not an object.");
                    return 2;
                }

                if (Text(item, "text") is null)
                {
                    errors.WriteLine($"Case {number} has no \"text\": it is routed as an empty report.");
                }

                if (item.TryGetProperty("pin", out var pin) && pin.ValueKind != JsonValueKind.Null && Pin(item) is null)
                {
                    errors.WriteLine($"The pin of case {number} is not an object of the numbers \"lat\" and \"lon\": it is routed without.");
                }

                unread.UnionWith(item.EnumerateObject().Select(field => field.Name).Where(name => !Fields.Contains(name)));
                Write(item, output, explain);
            }

            if (unread.Count > 0)
            {
                errors.WriteLine($"Nobody reads these fields of the cases: {string.Join(", ", unread)}. The known ones are {string.Join(", ", Fields)}.");
            }
        }

        return 0;
    }

    /// <summary>Labels and routes one case.</summary>
    public (ReportLabels Labels, RoutingDecision Decision) Route(JsonElement item)
    {
        var labels = labeller.Label(new PlainText(Text(item, "text") ?? "", Text(item, "place")), Ticks(item), DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
        return (labels, data.Router.Route(labels, everyDesk));
    }

    private void Write(JsonElement item, Stream output, bool explain)
    {
        var (labels, decision) = Route(item);
        using (var json = new Utf8JsonWriter(output, Plain))
        {
            json.WriteStartObject();
            json.WritePropertyName("id");
            if (item.TryGetProperty("id", out var id))
            {
                id.WriteTo(json);
            }
            else
            {
                json.WriteNullValue();
            }

            json.WriteString("language", Codes.Of(labels.Language));
            json.WriteString("script", ScriptCodes.Of(labels.Script));
            json.WriteString("category", Codes.Of(decision.Category));
            json.WriteString("unit", decision.Unit);
            json.WriteString("desk", decision.Desk);
            List(json, "alsoNotify", decision.AlsoNotify);
            json.WriteString("municipality", decision.Municipality);
            json.WriteString("region", decision.Region);
            json.WriteString("urgency", Codes.Of(decision.Urgency));
            List(json, "flags", labels.Flags.Select(Codes.Of));
            List(json, "excludedUnits", decision.ExcludedUnits);
            json.WriteString("decidedBy", decision.DecidedBy);
            List(json, "reasons", decision.Reasons.Select(r => data.Reasons.Say(r, "en")));
            if (explain)
            {
                Explain(json, labels, decision);
            }

            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void Explain(Utf8JsonWriter json, ReportLabels labels, RoutingDecision decision)
    {
        json.WriteStartObject("explain");
        json.WriteString("rule", decision.RuleId);
        json.WriteString("ruleVersion", decision.RuleVersion);
        json.WriteString("protection", Codes.Of(decision.Protection));
        json.WriteString("domain", Codes.Of(decision.Domain));
        json.WriteBoolean("restricted", decision.Restricted);
        json.WriteString("placeLayer", Codes.Of(labels.PlaceLayer));
        json.WriteString("sector", labels.Sector);
        json.WriteString("categorySource", Codes.Of(labels.CategorySource));
        json.WriteString("person", Codes.Of(labels.Person));
        json.WriteString("misconduct", Codes.Of(labels.Misconduct));
        List(json, "signs", labels.Signs.Select(Codes.Of));
        List(json, "concernedUnits", labels.ConcernedUnits);
        List(json, "refusedUnits", labels.RefusedUnits);
        List(json, "suggestedReferrals", decision.SuggestedReferrals);
        List(json, "contradictions", labels.Contradictions.Select(c => $"{c.What}: {c.Ticked} / {c.Written}"));
        List(json, "reasonCodes", decision.Reasons);
        json.WriteEndObject();
    }

    private static void List(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static ReportTicks Ticks(JsonElement item) => new(
        Codes.TryParse<Category>(Text(item, "category"), out var category) ? category : null,
        Text(item, "municipality"),
        Pin(item),
        Yes(item, "inProgress"),
        Yes(item, "aboutPolice"),
        Yes(item, "victim"),
        Yes(item, "child"),
        Yes(item, "helplineOnly"),
        Text(item, "concernedUnit") is { Length: > 0 } unit ? unit : null);

    private static GeoPoint? Pin(JsonElement item)
        => item.TryGetProperty("pin", out var pin) && pin.ValueKind == JsonValueKind.Object
           && pin.TryGetProperty("lat", out var lat) && lat.ValueKind == JsonValueKind.Number && lat.TryGetDouble(out var north)
           && pin.TryGetProperty("lon", out var lon) && lon.ValueKind == JsonValueKind.Number && lon.TryGetDouble(out var east)
            ? new GeoPoint(north, east)
            : null;

    private static string? Text(JsonElement item, string name)
        => item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool Yes(JsonElement item, string name)
        => item.TryGetProperty(name, out var value) && (value.ValueKind == JsonValueKind.True || (value.ValueKind == JsonValueKind.String && value.GetString() == "true"));
}

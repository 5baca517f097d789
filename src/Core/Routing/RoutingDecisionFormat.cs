using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReportingService.Core.Routing;

/// <summary>How a decision is written before it is sealed to the case (purpose <c>decision</c>): Triage and the passing desk write, the console reads.</summary>
public static class RoutingDecisionFormat
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>Compact JSON with stable codes.</summary>
    public static byte[] Write(RoutingDecision decision) => JsonSerializer.SerializeToUtf8Bytes(decision, Json);

    /// <summary>Reads <see cref="Write"/>.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a decision.</exception>
    public static RoutingDecision Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<RoutingDecision>(bytes, Json) ?? throw new InvalidDataException("Empty decision.");
        }
        catch (JsonException)
        {
            throw new InvalidDataException("A decision can't be read.");
        }
    }
}

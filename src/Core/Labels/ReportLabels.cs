using System.Text.Json;
using System.Text.Json.Serialization;
using ReportingService.Core.Places;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Core.Labels;

/// <summary>
/// The closed labels of a report: everything routing may know. No word of the text, no name, no point on the map.
/// <see cref="Urgency"/> is only the least urgency the text itself demands; the rules may raise it
/// (the urgency to store and show is the one of the routing decision or preview).
/// </summary>
public sealed record ReportLabels
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly ReportTicks ticks = new();

    public Language Language { get; init; } = Language.Sq;

    public Script Script { get; init; } = Script.Latn;

    /// <summary>What the report is about; null when nothing was recognised or ticked: the national desk reads it.</summary>
    public Category? Category { get; init; }

    public LabelSource CategorySource { get; init; }

    /// <summary>The least urgency the text demands. Rules raise it, nothing lowers it.</summary>
    public Urgency Urgency { get; init; } = Urgency.None;

    public IReadOnlyList<ReportFlag> Flags { get; init; } = [];

    public IReadOnlyList<Sign> Signs { get; init; } = [];

    /// <summary>Slug of the municipality, when sure.</summary>
    public string? Municipality { get; init; }

    /// <summary>Code of the police region, when sure.</summary>
    public string? Region { get; init; }

    public PlaceLayer PlaceLayer { get; init; } = PlaceLayer.None;

    /// <summary>
    /// Code of the patrol sector on the day the report came; null when not sure. Threat: finer than a municipality. It stands in the labels
    /// that are sealed to the holder and nowhere else (decision 0017).
    /// </summary>
    public string? Sector { get; init; }

    /// <summary>Codes of the units the report complains of.</summary>
    public IReadOnlyList<string> ConcernedUnits { get; init; } = [];

    /// <summary>Codes of units that must not get it because the writer asks so or states a tie to them.</summary>
    public IReadOnlyList<string> RefusedUnits { get; init; } = [];

    public MisconductKind Misconduct { get; init; }

    public WriterPerson Person { get; init; }

    /// <summary>What was ticked. Threat: the pin leads to a reporter, so it is dropped here; only the municipality remains.</summary>
    public ReportTicks Ticks
    {
        get => ticks;
        init => ticks = value with { Pin = null };
    }

    public IReadOnlyList<Contradiction> Contradictions { get; init; } = [];

    public bool Has(ReportFlag flag) => Flags.Contains(flag);

    public bool Has(Sign sign) => Signs.Contains(sign);

    /// <summary>Compact JSON with stable codes, for sealing.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <exception cref="InvalidDataException">The bytes are not labels.</exception>
    public static ReportLabels FromBytes(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<ReportLabels>(bytes, Json) ?? throw new InvalidDataException("Empty labels.");
        }
        catch (JsonException fault)
        {
            // Threat: the parser's message could quote the content.
            throw new InvalidDataException($"Labels can't be read (line {fault.LineNumber}).");
        }
    }
}

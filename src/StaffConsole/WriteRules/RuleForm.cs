using System.Text.Encodings.Web;
using System.Text.Json;

namespace ReportingService.StaffConsole.WriteRules;

/// <summary>One rule as a form holds it: every value as it was written, right or wrong. The checks of the rules judge it, not the form.</summary>
public sealed class RuleForm
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string? Id { get; set; }

    public string? Category { get; set; }

    public List<string> WhenAny { get; set; } = [];

    public List<string> WhenAll { get; set; } = [];

    public string? Unit { get; set; }

    public string? Otherwise { get; set; }

    public List<ToldForm> Told { get; set; } = [];

    public bool Restricted { get; set; }

    public List<string> RestrictedWhen { get; set; } = [];

    public string? Base { get; set; }

    public List<string> High { get; set; } = [];

    public List<string> Urgent { get; set; } = [];

    public string? Note { get; set; }

    /// <summary>Reads what a form has fields for; whatever else stands there the checks refuse anyway.</summary>
    public static RuleForm Of(JsonElement rule)
    {
        var urgency = Member(rule, "urgency");
        return new RuleForm
        {
            Id = Text(Member(rule, "id")),
            Category = Text(Member(rule, "category")),
            WhenAny = List(rule, "whenAny"),
            WhenAll = List(rule, "whenAll"),
            Unit = Text(Member(rule, "unit")),
            Otherwise = Text(Member(rule, "otherwise")),
            Told = Member(rule, "alsoNotify") is { ValueKind: JsonValueKind.Array } told ? [.. told.EnumerateArray().Select(OneTold)] : [],
            Restricted = Member(rule, "restricted").ValueKind == JsonValueKind.True,
            RestrictedWhen = List(rule, "restrictedWhen"),
            Base = Text(Member(urgency, "base")),
            High = List(urgency, "high"),
            Urgent = List(urgency, "urgent"),
            Note = Text(Member(rule, "note")),
        };
    }

    /// <summary>One line, written as the folder's file is.</summary>
    public string ToText()
    {
        List<string> urgency = [];
        Add(urgency, "base", Base);
        Add(urgency, "high", High);
        Add(urgency, "urgent", Urgent);
        List<string> members = [];
        Add(members, "id", Id);
        Add(members, "category", Category);
        Add(members, "whenAny", WhenAny);
        Add(members, "whenAll", WhenAll);
        Add(members, "unit", Unit);
        Add(members, "otherwise", Otherwise);
        var told = Told.Where(line => !string.IsNullOrWhiteSpace(line.Unit)).Select(ToText).ToList();
        if (told.Count > 0)
        {
            members.Add($"\"alsoNotify\": [{string.Join(", ", told)}]");
        }

        if (Restricted)
        {
            members.Add("\"restricted\": true");
        }

        Add(members, "restrictedWhen", RestrictedWhen);
        members.Add($"\"urgency\": {{{string.Join(", ", urgency)}}}");
        Add(members, "note", Note);
        return $"{{{string.Join(", ", members)}}}";
    }

    private static string ToText(ToldForm told)
    {
        List<string> members = [];
        Add(members, "unit", told.Unit);
        Add(members, "whenAny", told.WhenAny);
        return told.WhenAny.Count == 0 ? Quoted(told.Unit!.Trim()) : $"{{{string.Join(", ", members)}}}";
    }

    private static void Add(List<string> members, string name, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            members.Add($"\"{name}\": {Quoted(value.Trim())}");
        }
    }

    private static void Add(List<string> members, string name, List<string> values)
    {
        if (values.Count > 0)
        {
            members.Add($"\"{name}\": [{string.Join(", ", values.Select(Quoted))}]");
        }
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text, Plain);

    private static ToldForm OneTold(JsonElement told)
        => told.ValueKind == JsonValueKind.Object
            ? new ToldForm { Unit = Text(Member(told, "unit")), WhenAny = List(told, "whenAny") }
            : new ToldForm { Unit = Text(told) };

    private static JsonElement Member(JsonElement parent, string name)
        => parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var found) ? found : default;

    private static List<string> List(JsonElement parent, string name)
        => Member(parent, name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(item => Text(item) ?? "")] : [];

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using ReportingService.Core.Vocabulary;

namespace ReportingService.StaffConsole.WriteRules;

/// <summary>
/// The text of the rules with the places of its rules in it: one rule is written anew, and every other letter stays as its author wrote it.
/// It is read without the checks, so that a faulty rule has its form too.
/// </summary>
public sealed class RuleText
{
    private const string Between = ",\n    ";
    private const int Deepest = 16;
    private readonly byte[] content;
    private readonly List<(int From, int To)> spans = [];
    private (int From, int To) fallback;
    private int listStart = -1;

    private RuleText(byte[] content)
    {
        this.content = content;
        Find();
        Rules = spans.ConvertAll(span => ReadRule(content.AsMemory(span.From, span.To - span.From)));
    }

    /// <summary>The rules, in the order of the text.</summary>
    public IReadOnlyList<RuleForm> Rules { get; }

    /// <summary>The rule for what no other takes.</summary>
    public string Fallback { get; private set; } = "";

    /// <summary>Null when it is no JSON with a list of rules: then only the text itself can be put right.</summary>
    public static RuleText? Of(byte[] content)
    {
        try
        {
            var text = new RuleText(content.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content);
            return text.listStart < 0 ? null : text;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: half a surrogate pair passes the reader and fails only when the text is taken.
            return null;
        }
    }

    /// <summary>The rule that an address names by its number, from 1; null when there is none of it.</summary>
    public int? Number(string number)
        => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place >= 1 && place <= Rules.Count ? place - 1 : null;

    /// <summary>The rule that stands on a line, from 1; null when none does.</summary>
    public int? At(int line)
        => spans.FindIndex(span => LineOf(span.From) <= line && line <= LineOf(span.To)) is >= 0 and var found ? found : null;

    /// <summary>The place of a rule among those of its category, from 1; 0 for a step, which has none.</summary>
    public int PlaceOf(int rule)
        => Rules[rule].Category is { } category ? Rules.Take(rule + 1).Count(other => other.Category == category) : 0;

    /// <summary>
    /// A new rule of a category and its place. Its urgency begins as that of the category's last rule, so that a narrower rule does not
    /// lower it unseen; its place is the last one where it can decide: before the rule that takes all the others.
    /// </summary>
    public (RuleForm Rule, int Place) Begin(string? category)
    {
        var own = Rules.Where(rule => category is not null && rule.Category == category).ToList();
        var last = own.LastOrDefault();
        var rule = new RuleForm
        {
            Category = category,
            Otherwise = Fallback,
            Base = last?.Base ?? Codes.Of(Urgency.Normal),
            High = [.. last?.High ?? []],
            Urgent = [.. last?.Urgent ?? []],
        };
        return (rule, last is { WhenAny.Count: 0, WhenAll.Count: 0 } ? own.Count : own.Count + 1);
    }

    /// <summary>The text with a rule in place of the one at <paramref name="old"/>, or with one more; and where it stands now.</summary>
    /// <param name="old">Null for a new rule.</param>
    /// <param name="rule">What it says.</param>
    /// <param name="place">Its place among the rules of its category.</param>
    public (byte[] Content, int At) Put(int? old, RuleForm rule, int place)
    {
        var texts = Texts();
        var categories = Rules.Select(other => other.Category).ToList();
        var at = old ?? texts.Count;
        if (old is { } same && rule.Category == categories[same] && (rule.Category is null || PlaceOf(same) == place))
        {
            texts[same] = rule.ToText();
            return (Write(texts), same);
        }

        if (old is { } gone)
        {
            texts.RemoveAt(gone);
            categories.RemoveAt(gone);
        }

        var own = Enumerable.Range(0, categories.Count).Where(index => rule.Category is not null && categories[index] == rule.Category).ToList();
        at = own.Count == 0 ? Math.Min(at, texts.Count) : place <= own.Count ? own[Math.Max(place, 1) - 1] : own[^1] + 1;
        texts.Insert(at, rule.ToText());
        return (Write(texts), at);
    }

    /// <summary>The text without one rule.</summary>
    public byte[] Without(int rule)
    {
        var texts = Texts();
        texts.RemoveAt(rule);
        return Write(texts);
    }

    /// <summary>The text with another rule for what no other takes.</summary>
    public byte[] WithFallback(string id)
        => fallback == default ? content : [.. content[..fallback.From], .. JsonSerializer.SerializeToUtf8Bytes(id), .. content[fallback.To..]];

    private List<string> Texts() => spans.ConvertAll(span => Encoding.UTF8.GetString(content, span.From, span.To - span.From));

    private byte[] Write(List<string> texts)
    {
        var (head, tail) = spans.Count == 0 ? (listStart, listStart) : (spans[0].From, spans[^1].To);
        return [.. content[..head], .. Encoding.UTF8.GetBytes(string.Join(Between, texts)), .. content[tail..]];
    }

    private int LineOf(int position) => 1 + content.AsSpan(0, position).Count((byte)'\n');

    private static RuleForm ReadRule(ReadOnlyMemory<byte> rule)
    {
        using var document = JsonDocument.Parse(rule, new JsonDocumentOptions { MaxDepth = Deepest });
        return RuleForm.Of(document.RootElement);
    }

    private void Find()
    {
        var reader = new Utf8JsonReader(content, new JsonReaderOptions { MaxDepth = Deepest });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            var from = (int)reader.TokenStartIndex;
            if (name == "rules" && reader.TokenType == JsonTokenType.StartArray)
            {
                listStart = (int)reader.BytesConsumed;
                FindRules(ref reader);
            }
            else
            {
                reader.Skip();
            }

            if (name == "fallback" && reader.TokenType == JsonTokenType.String)
            {
                (fallback, Fallback) = ((from, (int)reader.BytesConsumed), reader.GetString() ?? "");
            }
        }

        // What follows is read too: text that is no JSON further down is no JSON.
        reader.Read();
    }

    private void FindRules(ref Utf8JsonReader reader)
    {
        spans.Clear();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var from = (int)reader.TokenStartIndex;
            reader.Skip();
            spans.Add((from, (int)reader.BytesConsumed));
        }
    }
}

using System.Text;
using System.Text.Json;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Core.Routing;

/// <summary>JSON that remembers the line of every value, so that a refused file can say where. Its texts are words that people read: see <see cref="VisibleText"/>.</summary>
internal sealed class LocatedJson
{
    // A map of sectors is tens of thousands of numbers, and a number holds nothing.
    private static readonly List<LocatedJson> NoItems = [];
    private static readonly Dictionary<string, LocatedJson> NoMembers = [];

    private LocatedJson(int line, JsonTokenType kind, string? text)
    {
        Line = line;
        Kind = kind;
        Text = text;
        Items = kind == JsonTokenType.StartArray ? [] : NoItems;
        Members = kind == JsonTokenType.StartObject ? new(StringComparer.Ordinal) : NoMembers;
    }

    public int Line { get; }

    public JsonTokenType Kind { get; }

    public string? Text { get; }

    public List<LocatedJson> Items { get; }

    public Dictionary<string, LocatedJson> Members { get; }

    public static LocatedJson Parse(Stream stream)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        var bytes = copy.ToArray();
        var start = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0;
        var reader = new Utf8JsonReader(bytes.AsSpan(start), new JsonReaderOptions { MaxDepth = 16 });
        var lines = new LineCounter(bytes, start);
        try
        {
            reader.Read();
            var root = Value(ref reader, lines);
            if (reader.Read())
            {
                throw new RuleSetException(lines.At(reader.TokenStartIndex), "after_end");
            }

            return root;
        }
        catch (JsonException fault)
        {
            throw new RuleSetException((int)(fault.LineNumber ?? 0) + 1, "not_json");
        }
        catch (InvalidOperationException)
        {
            // Threat: half a surrogate pair or bytes that are no UTF-8 pass the reader and fail only when the text is taken.
            throw new RuleSetException(lines.At(reader.TokenStartIndex), "not_json");
        }
    }

    public RuleSetException Fault(string code, params string[] arguments) => new(Line, code, arguments);

    private static LocatedJson Value(ref Utf8JsonReader reader, LineCounter lines)
    {
        var kind = reader.TokenType;
        var text = kind switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            _ => null,
        };
        var node = new LocatedJson(lines.At(reader.TokenStartIndex), kind, text);
        if (text is not null && !VisibleText.Is(text))
        {
            throw node.Fault("invisible");
        }

        if (kind == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                node.Items.Add(Value(ref reader, lines));
            }
        }
        else if (kind == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var name = reader.GetString() ?? "";
                var line = lines.At(reader.TokenStartIndex);
                reader.Read();
                if (!node.Members.TryAdd(name, Value(ref reader, lines)))
                {
                    throw new RuleSetException(line, "twice", name);
                }
            }
        }

        return node;
    }

    private sealed class LineCounter(byte[] bytes, int start)
    {
        private long at;
        private int line = 1;

        public int At(long index)
        {
            for (; at < index; at++)
            {
                line += bytes[start + at] == (byte)'\n' ? 1 : 0;
            }

            return line;
        }
    }
}

using System.Text.Json;

namespace ReportingService.Labelling;

/// <summary>How a report's words are written before they are sealed: Intake writes, the console reads. Messages are bare UTF-8.</summary>
public static class PlainTextFormat
{
    /// <summary>UTF-8 JSON: <c>{"text": "...", "place": "..."}</c>. The caller zeroes it after sealing.</summary>
    public static byte[] Write(PlainText plain)
    {
        using var target = new MemoryStream(plain.Text.Length + 256);
        using (var json = new Utf8JsonWriter(target))
        {
            json.WriteStartObject();
            json.WriteString("text", plain.Text);
            if (plain.Place is not null)
            {
                json.WriteString("place", plain.Place);
            }

            json.WriteEndObject();
        }

        return target.ToArray();
    }

    /// <summary>Reads <see cref="Write"/>.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a report's words.</exception>
    public static PlainText Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            var place = json.RootElement.TryGetProperty("place", out var value) ? value.GetString() : null;
            return new PlainText(json.RootElement.GetProperty("text").GetString() ?? string.Empty, place);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Threat: the parser's message could quote the content.
            throw new InvalidDataException("A report's words can't be read.");
        }
    }
}

using System.Text.Json;

namespace ReportingService.StaffConsole.AddNote;

/// <summary>A note of the unit for itself: who wrote it and what. Sealed to the case as UTF-8 JSON.</summary>
public sealed record PlainNote(string By, string Words)
{
    /// <summary>For sealing.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(new { by = By, words = Words });

    /// <summary>Reads <see cref="ToBytes"/>.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a note.</exception>
    public static PlainNote Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            return new PlainNote(json.RootElement.GetProperty("by").GetString() ?? "", json.RootElement.GetProperty("words").GetString() ?? "");
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException("A note can't be read.");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(PlainNote);
}

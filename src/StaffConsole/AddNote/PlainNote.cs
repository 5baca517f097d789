using System.Text.Json;
using ReportingService.StaffConsole.HandOffReport;
using ReportingService.StaffConsole.ReferReport;

namespace ReportingService.StaffConsole.AddNote;

/// <summary>
/// A note of the unit for itself: who wrote it and what; with the terms, when it records a hand-off or a referral; in a copy from the helpline,
/// where it came from; which proposed hand-off it declines. Sealed to the case as UTF-8 JSON.
/// </summary>
public sealed record PlainNote(string By, string Words, HandOffTerms? HandOff = null, PlainReferral? Referral = null, HandOffOrigin? Origin = null, Guid? Declines = null)
{
    /// <summary>For sealing.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web);

    /// <summary>Reads <see cref="ToBytes"/>.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a note.</exception>
    public static PlainNote Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<PlainNote>(bytes, JsonSerializerOptions.Web) ?? throw new InvalidDataException("Empty note.");
        }
        catch (JsonException)
        {
            throw new InvalidDataException("A note can't be read.");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(PlainNote);
}

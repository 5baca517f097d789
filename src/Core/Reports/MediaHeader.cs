using System.Text.Json;

namespace ReportingService.Core.Reports;

/// <summary>
/// What an officer must know of a sealed file before opening it: sealed beside the file (purpose <c>media_header</c>). Made from the
/// scrubbed bytes; neither the name nor the declared type of the original is in it.
/// </summary>
/// <param name="MediaType">Fixed type to serve it with, from the scrubber's list of formats.</param>
/// <param name="Extension">With its dot.</param>
/// <param name="Length">Bytes of the scrubbed file.</param>
/// <param name="Sha256">Of the scrubbed file.</param>
/// <param name="Removed">Kinds and counts of what was cut away.</param>
public sealed record MediaHeader(string MediaType, string Extension, long Length, byte[] Sha256, IReadOnlyDictionary<string, int> Removed)
{
    /// <summary>Compact JSON, for sealing.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web);

    /// <summary>Reads <see cref="ToBytes"/>.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a header.</exception>
    public static MediaHeader FromBytes(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<MediaHeader>(bytes, JsonSerializerOptions.Web) ?? throw new InvalidDataException("Empty header.");
        }
        catch (JsonException)
        {
            throw new InvalidDataException("A file's header can't be read.");
        }
    }
}

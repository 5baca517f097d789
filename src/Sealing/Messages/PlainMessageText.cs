using System.Text;
using System.Text.Json;

namespace ReportingService.Sealing;

/// <summary>A file that came with a message: by which item of the case it is stored, its fixed type and its length after scrubbing.</summary>
public sealed record SentFile(Guid Item, string MediaType, long Length);

/// <summary>What a message says and which files came with it (EnvelopeFormat.md, 6). Who opens the message sees both; the files themselves are sealed to the case alone.</summary>
/// <param name="Text">The words; empty when only files were sent.</param>
/// <param name="Files">In the order sent.</param>
public sealed record PlainMessageText(string Text, IReadOnlyList<SentFile> Files)
{
    private const byte End = 0;

    /// <summary>UTF-8 words; when files came along a zero byte and their list as JSON.</summary>
    public byte[] ToBytes()
    {
        // Threat: typed words that look like a list of files. A zero never stands in them.
        var text = Encoding.UTF8.GetBytes(Text.Replace("\0", string.Empty, StringComparison.Ordinal));
        return Files.Count == 0 ? text : [.. text, End, .. JsonSerializer.SerializeToUtf8Bytes(Files, JsonSerializerOptions.Web)];
    }

    /// <summary>Reads <see cref="ToBytes"/>. A list that cannot be read is left out; the words stay.</summary>
    public static PlainMessageText Read(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf(End);
        return end < 0 ? new PlainMessageText(Encoding.UTF8.GetString(bytes), []) : new PlainMessageText(Encoding.UTF8.GetString(bytes[..end]), ReadFiles(bytes[(end + 1)..]));
    }

    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(PlainMessageText);

    private static IReadOnlyList<SentFile> ReadFiles(ReadOnlySpan<byte> list)
    {
        try
        {
            return JsonSerializer.Deserialize<List<SentFile?>>(list, JsonSerializerOptions.Web)?.OfType<SentFile>().Where(file => file.MediaType is not null).ToList() ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}

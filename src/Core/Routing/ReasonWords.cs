using System.Text.Json;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Core.Routing;

/// <summary>Says the reasons of a decision in words. A reason is a code and its arguments, parted by spaces: <c>place.municipality gjilan</c>.</summary>
public sealed class ReasonWords
{
    private readonly Dictionary<string, Dictionary<string, string>> sentences;

    private ReasonWords(Dictionary<string, Dictionary<string, string>> sentences) => this.sentences = sentences;

    public static ReasonWords Load(Stream json)
    {
        try
        {
            var sentences = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(json) ?? [];
            return sentences.Values.SelectMany(words => words.Values).FirstOrDefault(words => !VisibleText.Is(words)) is not { } hidden
                ? new ReasonWords(sentences)
                : throw new InvalidDataException($"reasons.json: '{VisibleText.Of(hidden)}' has a sign that is not seen.");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"reasons.json can't be read: {fault.Message}", fault);
        }
    }

    /// <summary>The codes that have words.</summary>
    public IReadOnlyCollection<string> Codes => sentences.Keys;

    /// <summary>The reason in sq, sr (Latin) or en; the code itself when no words are known.</summary>
    public string Say(string reason, string language)
    {
        var parts = reason.Split(' ');
        if (!sentences.TryGetValue(parts[0], out var byLanguage)
            || !(byLanguage.TryGetValue(language, out var words) || byLanguage.TryGetValue("en", out words)))
        {
            return reason;
        }

        for (var i = 1; i < parts.Length; i++)
        {
            words = words.Replace($"{{{i}}}", parts[i], StringComparison.Ordinal);
        }

        return words;
    }
}

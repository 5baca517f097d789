namespace ReportingService.Web.Languages;

/// <summary>A language and script the pages are written in. The tag is the first part of a citizen page's path and the value of <c>html lang</c>.</summary>
public sealed record SiteLanguage
{
    /// <summary>Albanian, the default.</summary>
    public static readonly SiteLanguage Sq = new("sq", "Shqip");

    /// <summary>Serbian in Latin script.</summary>
    public static readonly SiteLanguage SrLatn = new("sr-Latn", "Srpski");

    /// <summary>Serbian in Cyrillic script: the same text, transliterated by rule.</summary>
    public static readonly SiteLanguage SrCyrl = new("sr-Cyrl", "Српски");

    /// <summary>English.</summary>
    public static readonly SiteLanguage En = new("en", "English");

    private SiteLanguage(string tag, string ownName)
    {
        Tag = tag;
        OwnName = ownName;
    }

    /// <summary>All languages, in the order the switcher shows them.</summary>
    public static IReadOnlyList<SiteLanguage> All { get; } = [Sq, SrLatn, SrCyrl, En];

    /// <summary><c>sq</c>, <c>sr-Latn</c>, <c>sr-Cyrl</c> or <c>en</c>.</summary>
    public string Tag { get; }

    /// <summary>What its readers call it.</summary>
    public string OwnName { get; }

    /// <summary>True for both scripts of Serbian.</summary>
    public bool IsSerbian => Tag.StartsWith("sr", StringComparison.Ordinal);

    /// <summary>The language of a tag; null when it is none of ours.</summary>
    public static SiteLanguage? Find(string? tag)
        => All.FirstOrDefault(language => string.Equals(language.Tag, tag, StringComparison.OrdinalIgnoreCase));

    /// <summary>The language of a path such as <c>/sr-Latn/check</c>; null when its first part is no language.</summary>
    public static SiteLanguage? OfPath(string? path)
        => string.IsNullOrEmpty(path) ? null : Find(path.TrimStart('/').Split('/', 2)[0]);

    /// <summary>The best language for an Accept-Language header; Albanian when it asks for none of ours.</summary>
    public static SiteLanguage OfAcceptLanguage(string? header)
    {
        var wanted = (header ?? string.Empty).Split(',')
            .Select(part => part.Split(';'))
            .Select((parts, place) => (Tag: parts[0].Trim(), Weight: WeightOf(parts), place))
            .Where(entry => entry.Weight > 0)
            .OrderByDescending(entry => entry.Weight).ThenBy(entry => entry.place);
        return wanted.Select(entry => Nearest(entry.Tag)).FirstOrDefault(language => language is not null) ?? Sq;
    }

    /// <inheritdoc/>
    public override string ToString() => Tag;

    private static SiteLanguage? Nearest(string tag)
    {
        var parts = tag.Split('-');
        return parts[0].ToLowerInvariant() switch
        {
            "sq" => Sq,
            "en" => En,
            "sr" when parts.Contains("Latn", StringComparer.OrdinalIgnoreCase) => SrLatn,
            "sr" => SrCyrl,
            "bs" or "hr" or "cnr" or "sh" => SrLatn,
            _ => null,
        };
    }

    private static double WeightOf(string[] parts)
    {
        var quality = parts.Skip(1).Select(part => part.Trim()).FirstOrDefault(part => part.StartsWith("q=", StringComparison.Ordinal));
        if (quality is null)
        {
            return 1;
        }

        return double.TryParse(quality.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture, out var weight) ? weight : 0;
    }
}

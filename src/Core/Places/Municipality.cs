namespace ReportingService.Core.Places;

/// <summary>A municipality with its names, its police region and its station.</summary>
public sealed record Municipality(
    string Slug,
    string NameSq,
    string NameSqDefinite,
    string NameSr,
    string NameSrCyrl,
    string NameEn,
    IReadOnlyList<string> Aliases,
    string Region,
    string Station)
{
    /// <summary>The name in a language of the site: sq, sr-Latn, sr-Cyrl, en.</summary>
    public string NameIn(string language) => language switch
    {
        "sr-Cyrl" => NameSrCyrl,
        "sr" or "sr-Latn" => NameSr,
        "en" => NameEn,
        _ => NameSq,
    };
}

namespace ReportingService.Core.Vocabulary;

/// <summary>The language a text is written in. <see cref="Rom"/> is Romani.</summary>
public enum Language
{
    Sq,
    Sr,
    En,
    Tr,
    Bs,
    Rom,
    Other,
}

/// <summary>The script a text is written in. Codes are ISO 15924: <c>Latn</c>, <c>Cyrl</c> (see <see cref="ScriptCodes"/>).</summary>
public enum Script
{
    Latn,
    Cyrl,
}

/// <summary>ISO 15924 codes keep their capital, unlike the other codes of this service.</summary>
public static class ScriptCodes
{
    /// <summary><c>Latn</c> or <c>Cyrl</c>.</summary>
    public static string Of(Script script) => script.ToString();
}

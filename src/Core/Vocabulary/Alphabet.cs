using System.Globalization;

namespace ReportingService.Core.Vocabulary;

/// <summary>
/// The order of names in a language of the site: in Albanian ç follows c and dh, gj, ll are letters of their own; in Serbian č and ć
/// follow c in Latin script, and Cyrillic has its azbuka. The rules are ICU's, without which no process of this product starts.
/// </summary>
public static class Alphabet
{
    /// <summary>The order for sq, sr-Latn, sr-Cyrl (or sr) or en.</summary>
    public static StringComparer Of(string language) => StringComparer.Create(
        CultureInfo.GetCultureInfo(language switch { "sq" => "sq-XK", "sr" or "sr-Latn" => "sr-Latn-RS", "sr-Cyrl" => "sr-Cyrl-RS", _ => "en-GB" }), CompareOptions.None);
}

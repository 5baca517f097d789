using System.Text.RegularExpressions;

namespace ReportingService.Intake.SubmitReport;

/// <summary>
/// Whether words mention police at all, in any of the languages and both scripts. Only for a question on the check page: labelling decides
/// what it makes of a complaint, and can miss one. Too many are asked rather than too few.
/// </summary>
public static partial class PoliceMention
{
    /// <summary>True when a word begins like police, but for the English policy and the Serbian shelf.</summary>
    public static bool IsIn(string words) => Beginning().IsMatch(words);

    [GeneratedRegex(@"\b(?:polic(?!y\b|ies\b|a\b|om\b|ama\b)|полиц(?!а\b|ом\b|ама\b))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Beginning();
}

using System.Globalization;
using System.Text;

namespace ReportingService.Core.Vocabulary;

/// <summary>
/// Text out of files and forms that stands on other people's pages. Threat: a sign that is not seen turns the words beside it around
/// (U+202E) or makes two names look alike: somebody reads, and signs, something else than is written.
/// </summary>
public static class VisibleText
{
    /// <summary>Whether every sign is seen and stands where it was written.</summary>
    public static bool Is(string text) => text.EnumerateRunes().All(IsVisible);

    /// <summary>The text without the signs that are not seen.</summary>
    public static string Of(string text) => string.Concat(text.EnumerateRunes().Where(IsVisible));

    private static bool IsVisible(Rune sign) => Rune.GetUnicodeCategory(sign) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}

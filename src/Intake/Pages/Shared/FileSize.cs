using System.Globalization;

namespace ReportingService.Intake.Pages.Shared;

/// <summary>A number of bytes as people know it from their phone.</summary>
public static class FileSize
{
    /// <summary>For example <c>3.4 MB</c>, with the comma of the language.</summary>
    public static string Say(long bytes, string language)
    {
        var said = bytes < 1_000_000 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, bytes / 1000)} KB") : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000.0:0.0} MB");
        return language == "en" ? said : said.Replace('.', ',');
    }
}

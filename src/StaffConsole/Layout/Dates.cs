using System.Globalization;
using ReportingService.Web.Languages;

namespace ReportingService.StaffConsole.Layout;

/// <summary>The one way each language writes a day: <c>14 Nov 2026</c> in English, <c>14.11.2026</c> in Albanian, <c>14.11.2026.</c> in Serbian.</summary>
public static class Dates
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Belgrade");

    /// <summary>The moment in the time of Kosovo.</summary>
    public static DateTimeOffset Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone);

    /// <summary>A day.</summary>
    public static string Day(Texts texts, DateOnly day)
        => day.ToString(texts.Language == SiteLanguage.En ? "d MMM yyyy" : texts.Language.IsSerbian ? "d.M.yyyy'.'" : "d.M.yyyy", CultureInfo.InvariantCulture);

    /// <summary>The day of a moment in the time of Kosovo.</summary>
    public static string Day(Texts texts, DateTimeOffset moment) => Day(texts, DateOnly.FromDateTime(Local(moment).Date));

    /// <summary>When a day begins in the time of Kosovo.</summary>
    public static DateTimeOffset Start(DateOnly day) => new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue), Zone));

    /// <summary>A moment to the minute in the time of Kosovo.</summary>
    public static string Minute(Texts texts, DateTimeOffset moment) => Day(texts, moment) + Local(moment).ToString(" HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A moment to the second in the time of Kosovo, as the audit log shows it.</summary>
    public static string Second(Texts texts, DateTimeOffset moment) => Day(texts, moment) + Local(moment).ToString(" HH:mm:ss", CultureInfo.InvariantCulture);
}

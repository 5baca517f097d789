using System.Globalization;
using ReportingService.Core.Vocabulary;
using ReportingService.Web.Languages;

namespace ReportingService.StaffConsole.Layout;

/// <summary>
/// How long a report has waited, as staff see it. Threat: an insider who knows minutes can match a report with who left the
/// room, with cameras or with network logs; after the first hour only the half-day is shown. The clock behind it stays exact.
/// </summary>
public static class CoarseAge
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Belgrade");

    /// <summary>By when a person must have read a report of this urgency.</summary>
    public static TimeSpan? Target(Urgency urgency) => urgency switch
    {
        Urgency.Emergency => TimeSpan.FromMinutes(2),
        Urgency.Urgent => TimeSpan.FromMinutes(15),
        Urgency.High => TimeSpan.FromHours(8),
        Urgency.Normal => TimeSpan.FromHours(24),
        Urgency.Low => TimeSpan.FromHours(48),
        _ => null,
    };

    /// <summary>Whether the time by which a person must read it has passed.</summary>
    public static bool Overdue(Urgency urgency, DateTimeOffset arrived, DateTimeOffset now)
        => Target(urgency) is { } target && now - arrived > target;

    /// <summary>The age in words.</summary>
    public static string Say(Texts texts, DateTimeOffset arrived, DateTimeOffset now)
    {
        var age = now - arrived;
        if (age < TimeSpan.FromMinutes(15))
        {
            return texts["staff.age.new"];
        }

        return age < TimeSpan.FromHours(1) ? texts["staff.age.hour"] : HalfDay(texts, arrived, now);
    }

    /// <summary>A moment to the half-day: "today, morning", "14.11., afternoon".</summary>
    public static string HalfDay(Texts texts, DateTimeOffset moment, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(moment, Zone);
        var half = texts[local.Hour < 12 ? "staff.age.morning" : "staff.age.afternoon"];
        var days = TimeZoneInfo.ConvertTime(now, Zone).Date.Subtract(local.Date).Days;
        var day = days switch
        {
            0 => texts["staff.age.today"],
            1 => texts["staff.age.yesterday"],
            _ => Day(texts, DateOnly.FromDateTime(local.Date)),
        };
        return day + ", " + half;
    }

    /// <summary>A day.</summary>
    public static string Day(Texts texts, DateOnly day)
        => texts.Language == SiteLanguage.En ? day.ToString("d MMM", CultureInfo.InvariantCulture) : day.ToString("d.M.", CultureInfo.InvariantCulture);
}

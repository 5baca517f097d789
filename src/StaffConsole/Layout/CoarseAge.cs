using System.Globalization;
using ReportingService.Data;
using ReportingService.Web.Languages;

namespace ReportingService.StaffConsole.Layout;

/// <summary>
/// When a report came, as staff see it. Threat: an insider who knows minutes can match a report with who left the room, with
/// cameras or with network logs. In the first hour there are three steps, whose borders the alarms tell anyway; after it only
/// the half-day is shown. The clock behind it stays exact.
/// </summary>
public static class CoarseAge
{
    /// <summary>
    /// The age in words: never more exact than a step, never less than true. <paramref name="minutes"/>: a clock of minutes runs beside it, which
    /// a step would make useless. Everybody at the desk has heard the alarm when it began, so the minute tells nobody more. Of a report that
    /// was ended and came back only the day is known.
    /// </summary>
    public static string Say(Texts texts, DateTimeOffset arrived, DateTimeOffset now, bool minutes = false)
    {
        var age = now - arrived;
        return IsDay(arrived) ? DayName(texts, arrived, now)
            : minutes && age < TimeSpan.FromHours(1) ? texts["staff.age.exact", ("count", Math.Max(1, (int)age.TotalMinutes))]
            : minutes && age < TimeSpan.FromDays(1) ? texts["staff.age.hours", ("count", (int)age.TotalHours)]
            : age < TimeSpan.FromMinutes(5) ? texts["staff.age.minutes5"]
            : age < TimeSpan.FromMinutes(15) ? texts["staff.age.minutes15"]
            : age < TimeSpan.FromHours(1) ? texts["staff.age.hour"]
            : HalfDay(texts, arrived, now);
    }

    /// <summary>A moment to the half-day: "today, morning", "14 Nov 2026, afternoon".</summary>
    public static string HalfDay(Texts texts, DateTimeOffset moment, DateTimeOffset now)
    {
        var half = texts[Dates.Local(moment).Hour < 12 ? "staff.age.morning" : "staff.age.afternoon"];
        return DayName(texts, moment, now) + ", " + half;
    }

    /// <summary>The beginning of an hour: "today, 16:00".</summary>
    public static string Hour(Texts texts, DateTimeOffset moment, DateTimeOffset now)
        => DayName(texts, moment, now) + ", " + Dates.Local(moment).ToString("HH:00", CultureInfo.InvariantCulture);

    /// <summary>
    /// Whether only the day of it is known, as of a report that was withdrawn and kept again: its minutes were forgotten with the withdrawal.
    /// One minute of each day looks the same; a report of that minute is shown with less, never with a false time.
    /// </summary>
    public static bool IsDay(DateTimeOffset moment) => moment == CoarseTime.StartOfDay(moment);

    private static string DayName(Texts texts, DateTimeOffset moment, DateTimeOffset now)
    {
        return Dates.Local(now).Date.Subtract(Dates.Local(moment).Date).Days switch
        {
            -1 => texts["staff.age.tomorrow"],
            0 => texts["staff.age.today"],
            1 => texts["staff.age.yesterday"],
            _ => Dates.Day(texts, moment),
        };
    }
}

using ReportingService.Web.Languages;

namespace ReportingService.StaffConsole.Layout;

/// <summary>
/// When a report came, as staff see it. Threat: an insider who knows minutes can match a report with who left the room, with
/// cameras or with network logs. In the first hour there are three steps, whose borders the alarms tell anyway; after it only
/// the half-day is shown. The clock behind it stays exact.
/// </summary>
public static class CoarseAge
{
    /// <summary>The age in words: never more exact than a step, never less than true.</summary>
    public static string Say(Texts texts, DateTimeOffset arrived, DateTimeOffset now)
    {
        var age = now - arrived;
        return age < TimeSpan.FromMinutes(5) ? texts["staff.age.minutes5"]
            : age < TimeSpan.FromMinutes(15) ? texts["staff.age.minutes15"]
            : age < TimeSpan.FromHours(1) ? texts["staff.age.hour"]
            : HalfDay(texts, arrived, now);
    }

    /// <summary>A moment to the half-day: "today, morning", "14 Nov 2026, afternoon".</summary>
    public static string HalfDay(Texts texts, DateTimeOffset moment, DateTimeOffset now)
    {
        var local = Dates.Local(moment);
        var half = texts[local.Hour < 12 ? "staff.age.morning" : "staff.age.afternoon"];
        var day = Dates.Local(now).Date.Subtract(local.Date).Days switch
        {
            -1 => texts["staff.age.tomorrow"],
            0 => texts["staff.age.today"],
            1 => texts["staff.age.yesterday"],
            _ => Dates.Day(texts, moment),
        };
        return day + ", " + half;
    }
}

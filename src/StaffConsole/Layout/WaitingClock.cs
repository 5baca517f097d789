using System.Globalization;
using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;
using ReportingService.Web.Languages;

namespace ReportingService.StaffConsole.Layout;

/// <summary>
/// What the clock of a report allows, in words: "take by 01:14", "take by today, 16:00", "overdue, over 15 min". It runs
/// until somebody's name stands beside the report.
/// </summary>
/// <param name="Says">The words.</param>
/// <param name="Overdue">Whether the time is over.</param>
/// <param name="Minutes">Whether it is a clock of minutes.</param>
public sealed record WaitingClock(string Says, bool Overdue, bool Minutes)
{
    /// <summary>Null when no clock runs: somebody has the report, it has ended, or its urgency has none.</summary>
    public static WaitingClock? Of(Texts texts, Urgency urgency, ReportState state, bool owned, DateTimeOffset arrived, DateTimeOffset now)
    {
        if (owned || state is not (ReportState.Received or ReportState.Routed or ReportState.Opened or ReportState.Answered) || TakingClock.Of(urgency) is not { } allowed)
        {
            return null;
        }

        var minutes = allowed < TimeSpan.FromHours(1);
        var count = ("count", (object?)(int)(minutes ? allowed.TotalMinutes : allowed.TotalHours));

        // Where only the day is known, it is overdue for certain only when it would be had it come at the end of that day.
        if (now - arrived > allowed + (CoarseAge.IsDay(arrived) ? TimeSpan.FromDays(1) : TimeSpan.Zero))
        {
            return new WaitingClock(texts[minutes ? "staff.clock.over.minutes" : "staff.clock.over.hours", count], true, minutes);
        }

        // A clock of minutes names the minute in which it ends: "within 5 min" is read as five more minutes, and an old page goes on saying it.
        // Clocks of hours end with an hour, rounded down: an exact end would tell the exact arrival.
        var end = arrived + allowed;
        var hour = end - TimeSpan.FromTicks(end.UtcTicks % TimeSpan.TicksPerHour);
        return new WaitingClock(
            CoarseAge.IsDay(arrived) ? texts[minutes ? "staff.clock.within" : "staff.clock.within.hours", count]
                : minutes ? texts["staff.clock.by", ("when", Dates.Local(end).ToString("HH:mm", CultureInfo.InvariantCulture))]
                : hour <= now ? texts["staff.clock.now"]
                : texts["staff.clock.by", ("when", CoarseAge.Hour(texts, hour, now))],
            false, minutes);
    }
}

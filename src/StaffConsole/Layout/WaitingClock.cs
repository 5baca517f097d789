using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;
using ReportingService.Web.Languages;

namespace ReportingService.StaffConsole.Layout;

/// <summary>
/// What the clock of a report allows, in words: "take within 15 min", "take by today, afternoon", "overdue, over 15 min". It runs
/// until somebody's name stands beside the report.
/// </summary>
/// <param name="Says">The words.</param>
/// <param name="Overdue">Whether the time is over.</param>
public sealed record WaitingClock(string Says, bool Overdue)
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
        if (now - arrived > allowed)
        {
            return new WaitingClock(texts[minutes ? "staff.clock.over.minutes" : "staff.clock.over.hours", count], true);
        }

        // Clocks of hours end in a half-day: an exact end would tell the exact arrival.
        return new WaitingClock(minutes ? texts["staff.clock.within", count] : texts["staff.clock.by", ("when", CoarseAge.HalfDay(texts, arrived + allowed, now))], false);
    }
}

using ReportingService.Core.Vocabulary;

namespace ReportingService.Core.Reports;

/// <summary>By when a named person must have taken a report. Triage raises alarms by it and the console shows it: one clock, not two.</summary>
public static class TakingClock
{
    /// <summary>How long a report of this urgency may wait; null: no clock runs.</summary>
    public static TimeSpan? Of(Urgency urgency) => urgency switch
    {
        Urgency.Emergency => TimeSpan.FromMinutes(5),
        Urgency.Urgent => TimeSpan.FromMinutes(15),
        Urgency.High => TimeSpan.FromHours(8),
        Urgency.Normal => TimeSpan.FromHours(24),
        Urgency.Low => TimeSpan.FromHours(48),
        _ => null,
    };
}

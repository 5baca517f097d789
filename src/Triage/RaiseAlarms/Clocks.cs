using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Triage.RaiseAlarms;

/// <summary>How long a report may wait for somebody to take it, and how often its alarm comes again until somebody does.</summary>
public static class Clocks
{
    /// <summary>Null: no clock runs.</summary>
    public static TimeSpan? Wait(Urgency urgency) => TakingClock.Of(urgency);

    public static TimeSpan Again(Urgency urgency) => urgency switch
    {
        Urgency.Emergency => TimeSpan.FromMinutes(2),
        Urgency.Urgent => TimeSpan.FromMinutes(5),
        Urgency.High => TimeSpan.FromHours(1),
        _ => TimeSpan.FromHours(12),
    };
}

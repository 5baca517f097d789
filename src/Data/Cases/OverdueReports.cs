using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Data;

/// <summary>
/// Emergencies and urgent reports that nobody has taken within the minutes of their clock. Their alarm repeats at the desk; if nobody
/// hears it there, only who runs the service can still call somebody. What has hours is the desk's own queue, and nothing to wake an operator.
/// </summary>
/// <param name="Desk">The desk that holds them.</param>
/// <param name="Urgency">Emergency or urgent.</param>
/// <param name="Count">How many.</param>
/// <param name="OldestMinutes">Since the oldest of them came.</param>
public sealed record OverdueReports(string Desk, Urgency Urgency, int Count, long OldestMinutes)
{
    /// <summary>Counts them by desk, the most urgent first.</summary>
    public static async Task<IReadOnlyList<OverdueReports>> ReadAsync(ReportingDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var overdue = new List<OverdueReports>();
        foreach (var urgency in new[] { Urgency.Emergency, Urgency.Urgent })
        {
            var before = now - TakingClock.Of(urgency)!.Value;
            var rows = await UntakenReports.Among(db.Cases.AsNoTracking())
                .Where(c => c.Urgency == urgency && c.CreatedAt <= before)
                .Select(c => new { Desk = c.HolderDesk!, c.CreatedAt })
                .ToListAsync(cancellationToken);
            overdue.AddRange(rows.GroupBy(row => row.Desk).OrderBy(desk => desk.Key, StringComparer.Ordinal)
                .Select(desk => new OverdueReports(desk.Key, urgency, desk.Count(), (long)(now - desk.Min(row => row.CreatedAt)).TotalMinutes)));
        }

        return overdue;
    }
}

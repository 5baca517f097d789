using Microsoft.EntityFrameworkCore;

namespace ReportingService.Data;

/// <summary>Counts a report's waits into the buckets of its unit, in the transaction that closes it.</summary>
internal static class Durations
{
    private static readonly (TimeSpan Within, DurationStep Step)[] Steps =
    [
        (TimeSpan.FromMinutes(15), DurationStep.QuarterHour), (TimeSpan.FromHours(1), DurationStep.Hour), (TimeSpan.FromHours(4), DurationStep.FourHours),
        (TimeSpan.FromHours(12), DurationStep.HalfDay), (TimeSpan.FromDays(1), DurationStep.Day), (TimeSpan.FromDays(3), DurationStep.ThreeDays),
        (TimeSpan.FromDays(7), DurationStep.Week), (TimeSpan.FromDays(30), DurationStep.Month),
    ];

    public static async Task CountAsync(ReportingDb db, Case report, DateTimeOffset closedAt, CancellationToken cancellationToken)
    {
        // Coarsened when its reporter withdrew, and then taken back: a wait measured from days would be made up.
        if (CaseTimes.AreDays(report))
        {
            return;
        }

        var unit = report.NamedUnit ?? report.HolderDesk ?? Core.Vocabulary.Codes.Of(report.Domain);
        var day = CoarseTime.Day(closedAt);
        var month = new DateOnly(day.Year, day.Month, 1);
        (DurationMeasure Measure, DateTimeOffset? At)[] waits =
        [
            (DurationMeasure.FirstOpened, report.FirstOpenedAt), (DurationMeasure.Owned, report.OwnedAt),
            (DurationMeasure.Accepted, report.AcceptedAt), (DurationMeasure.Closed, closedAt),
        ];
        foreach (var (measure, at) in waits)
        {
            if (at is { } reached)
            {
                await AddOneAsync(db, unit, month, measure, StepOf(reached - report.CreatedAt), cancellationToken);
            }
        }
    }

    private static DurationStep StepOf(TimeSpan wait)
    {
        foreach (var (within, step) in Steps)
        {
            if (wait <= within)
            {
                return step;
            }
        }

        return DurationStep.Longer;
    }

    /// <summary>The engine adds, so that two closings at once both count; of two first ones the second fails on the key and is tried again.</summary>
    private static async Task AddOneAsync(ReportingDb db, string unit, DateOnly month, DurationMeasure measure, DurationStep step, CancellationToken cancellationToken)
    {
        var raised = await db.DurationBuckets.Where(b => b.Unit == unit && b.Month == month && b.Measure == measure && b.Step == step)
            .ExecuteUpdateAsync(b => b.SetProperty(x => x.Count, x => x.Count + 1), cancellationToken);
        if (raised == 0)
        {
            db.DurationBuckets.Add(new DurationBucket { Unit = unit, Month = month, Measure = measure, Step = step, Count = 1 });
        }
    }
}

using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.TestKit;

namespace ReportingService.Data.Tests;

public sealed class CaseClosingTests(PostgresServer postgres)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Close_TwoReports_LeavesCountsWithoutIdsAndDaysWithoutTimes(string engine)
    {
        await using var database = await TestDatabase.CreateAsync(postgres, engine);
        foreach (var opened in new[] { TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(50) })
        {
            var report = Some.Case();
            await database.Writer.WriteAsync(
                async (db, ct) =>
                {
                    report.NamedUnit = "PS_GJILAN";
                    report.FirstOpenedAt = Some.Time + opened;
                    db.Cases.Add(report);
                    db.RoutingRecords.Add(new RoutingRecord { CaseId = report.Id, RuleVersion = "1", DecidedAt = Some.Time });
                    db.Bounces.Add(new Bounce { Id = Guid.NewGuid(), CaseId = report.Id, FromDesk = "DESK", Reason = "place", At = Some.Time });
                    await Task.CompletedTask;
                },
                Stop);
            await database.Writer.WriteAsync(
                async (db, ct) => await CaseClosing.CloseAsync(db, await db.Cases.SingleAsync(c => c.Id == report.Id, ct), "acted", Some.Time.AddDays(2), ct), Stop);
        }

        await using var read = database.Read();
        var month = new DateOnly(2026, 1, 1);
        var buckets = await read.DurationBuckets.AsNoTracking().OrderBy(b => b.Measure).ThenBy(b => b.Step).ToListAsync(Stop);
        Assert.All(buckets, bucket => Assert.Equal(("PS_GJILAN", month), (bucket.Unit, bucket.Month)));
        Assert.Equal(
            [(DurationMeasure.Closed, DurationStep.ThreeDays, 2), (DurationMeasure.FirstOpened, DurationStep.Hour, 1), (DurationMeasure.FirstOpened, DurationStep.QuarterHour, 1)],
            buckets.Select(bucket => (bucket.Measure, bucket.Step, bucket.Count)));
        foreach (var report in await read.Cases.AsNoTracking().ToListAsync(Stop))
        {
            Assert.Equal(ReportState.Closed, report.State);
            Assert.All([report.CreatedAt, report.FirstOpenedAt!.Value, report.ClosedAt!.Value, report.LastActivityAt], time => Assert.Equal(TimeSpan.Zero, time.TimeOfDay));
        }

        Assert.All(await read.RoutingRecords.AsNoTracking().ToListAsync(Stop), row => Assert.Equal(TimeSpan.Zero, row.DecidedAt.TimeOfDay));
        Assert.All(await read.Bounces.AsNoTracking().ToListAsync(Stop), row => Assert.Equal(TimeSpan.Zero, row.At.TimeOfDay));
    }
}

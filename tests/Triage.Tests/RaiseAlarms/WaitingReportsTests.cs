using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.Triage.ExpireReports;
using ReportingService.Triage.RaiseAlarms;

namespace ReportingService.Triage.Tests;

/// <summary>Reports that nobody can open are counted, make the instance unhealthy and alarm the operator.</summary>
public sealed class WaitingReportsTests
{
    private static CancellationToken Stop => TriageWorld.Stop;

    [Fact]
    public async Task Report_WithoutAnyReadyDesk_WaitsAtRecoveryAndAlarmsTheOperator()
    {
        await using var world = await TriageWorld.CreateAsync(settings: new() { ["ManualClock"] = "yes" });
        await world.Epochs.TurnAsync(Stop);
        var alarm = world.Services.GetRequiredService<WaitingAlarm>();
        Assert.True((await StatusAsync(world)).Healthy);
        var report = await world.SubmitAsync(SomeLabels.Theft());
        await world.Handler.HandleAsync(report.Message, Stop);

        var status = await StatusAsync(world);
        Assert.False(status.Healthy);
        Assert.Equal(1, status.WaitingForKey);
        Assert.Equal(("PS_GJILAN", true, 1), (status.Waiting[0].Desk, status.Waiting[0].AtRecovery, status.Waiting[0].Count));
        Assert.Equal(1, await alarm.HandleAsync(Stop));
        Assert.Equal(0, await alarm.HandleAsync(Stop));
        world.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(1, await alarm.HandleAsync(Stop));
    }

    [Fact]
    public async Task Report_WhoseDeskLostItsLastReader_Waits()
    {
        await using var world = await TriageWorld.CreateAsync(settings: new() { ["ManualClock"] = "yes" });
        await world.OpenDeskAsync("PS_GJILAN");
        await world.Epochs.TurnAsync(Stop);
        var report = await world.SubmitAsync(SomeLabels.Theft());
        await world.Handler.HandleAsync(report.Message, Stop);
        Assert.Equal(0, (await StatusAsync(world)).WaitingForKey);

        await WriteAsync(world, async (db, ct) => (await db.Accounts.SingleAsync(ct)).State = AccountState.Removed);
        var status = await StatusAsync(world);
        Assert.Equal(("PS_GJILAN", false, 1), (status.Waiting[0].Desk, status.Waiting[0].AtRecovery, status.WaitingForKey));
        Assert.False(status.Healthy);

        // Ended reports wait for nobody.
        await WriteAsync(world, async (db, ct) => (await db.Cases.SingleAsync(ct)).State = ReportState.Withdrawn);
        Assert.Equal(0, (await StatusAsync(world)).WaitingForKey);
    }

    [Fact]
    public async Task Report_WhoseOnlyReaderSteppedAside_AlarmsTheOperatorAsOftenAsOneWithoutAKey()
    {
        await using var world = await TriageWorld.CreateAsync(settings: new() { ["ManualClock"] = "yes" });
        await world.OpenDeskAsync("PS_GJILAN");
        await world.Epochs.TurnAsync(Stop);
        var report = await world.SubmitAsync(SomeLabels.Theft());
        await world.Handler.HandleAsync(report.Message, Stop);
        var alarm = world.Services.GetRequiredService<WaitingAlarm>();
        Assert.Equal(0, await alarm.HandleAsync(Stop));

        await WriteAsync(
            world,
            async (db, ct) => db.Recusals.Add(new Recusal { CaseId = report.Id, AccountId = (await db.Accounts.SingleAsync(ct)).Id, Desk = "PS_GJILAN", Reason = "family", At = world.Clock.GetUtcNow() }));
        Assert.Equal((0, 1), ((await StatusAsync(world)).WaitingForKey, (await StatusAsync(world)).WaitingForReader));
        Assert.Equal(1, await alarm.HandleAsync(Stop));
        Assert.Equal(0, await alarm.HandleAsync(Stop));
        world.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(1, await alarm.HandleAsync(Stop));
    }

    /// <summary>Its desk can be opened and is alarmed, so nothing else tells the operator that nobody comes.</summary>
    [Fact]
    public async Task Report_ThatNobodyTakesWithinItsClock_MakesTheInstanceUnhealthyUntilItIsTaken()
    {
        await using var world = await TriageWorld.CreateAsync(settings: new() { ["ManualClock"] = "yes" });
        await world.OpenDeskAsync("PS_GJILAN");
        await world.Epochs.TurnAsync(Stop);
        var reports = new[] { await world.SubmitAsync(SomeLabels.Theft()), await world.SubmitAsync(SomeLabels.Theft()), await world.SubmitAsync(SomeLabels.Theft()) };
        foreach (var (report, urgency) in reports.Zip([Urgency.Emergency, Urgency.Urgent, Urgency.Normal]))
        {
            await world.Handler.HandleAsync(report.Message, Stop);
            await WriteAsync(world, async (db, ct) => (await db.Cases.SingleAsync(c => c.Id == report.Id, ct)).Urgency = urgency);
        }

        Assert.Equal(0, await OverdueAsync(world, healthy: true));
        world.Clock.Advance(TimeSpan.FromMinutes(7));
        Assert.Equal(1, await OverdueAsync(world, healthy: false));
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        var overdue = (await StatusAsync(world)).Overdue;
        Assert.Equal([("PS_GJILAN", Urgency.Emergency, 1), ("PS_GJILAN", Urgency.Urgent, 1)], overdue.Select(row => (row.Desk, row.Urgency, row.Count)));

        // One is taken, the other withdrawn; what has hours, or even days, is the desk's own queue.
        await WriteAsync(world, async (db, ct) => (await db.Cases.SingleAsync(c => c.Id == reports[0].Id, ct)).OwnerAccountId = Guid.NewGuid());
        Assert.Equal(1, await OverdueAsync(world, healthy: false));
        await WriteAsync(world, async (db, ct) => (await db.Cases.SingleAsync(c => c.Id == reports[1].Id, ct)).WithdrawnAt = world.Clock.GetUtcNow());
        world.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(0, await OverdueAsync(world, healthy: true));
    }

    /// <summary>Threat: the minutes of a report whose reporter withdrew it are matched with network logs.</summary>
    [Fact]
    public async Task Times_OfAWithdrawnReport_BecomeDays()
    {
        await using var world = await TriageWorld.CreateAsync(settings: new() { ["ManualClock"] = "yes" });
        await world.OpenDeskAsync("PS_GJILAN");
        await world.Epochs.TurnAsync(Stop);
        var reports = new[] { await world.SubmitAsync(SomeLabels.Theft()), await world.SubmitAsync(SomeLabels.Theft()) };
        var minute = new DateTimeOffset(2026, 3, 4, 15, 37, 0, TimeSpan.Zero);
        foreach (var report in reports)
        {
            await world.Handler.HandleAsync(report.Message, Stop);
            await WriteAsync(
                world,
                async (db, ct) =>
                {
                    var row = await db.Cases.SingleAsync(c => c.Id == report.Id, ct);
                    (row.CreatedAt, row.RoutedAt, row.FirstOpenedAt, row.LastActivityAt) = (minute, minute, minute, minute);
                    (await db.RoutingRecords.SingleAsync(r => r.CaseId == report.Id, ct)).DecidedAt = minute;
                    db.Notices.Add(new Notice { CaseId = report.Id, Desk = "DESK", Urgency = row.Urgency, CreatedAt = minute, AccessRequestedAt = minute });
                    db.Bounces.Add(new Bounce { Id = Guid.NewGuid(), CaseId = report.Id, FromDesk = "DESK", Reason = "other", At = minute });
                });
        }

        await WriteAsync(world, async (db, ct) => (await db.Cases.SingleAsync(c => c.Id == reports[0].Id, ct)).State = ReportState.Withdrawn);
        Assert.Equal(1, await world.Services.GetRequiredService<WithdrawnTimes>().HandleAsync(Stop));

        Assert.All(await TimesAsync(world, reports[0].Id), time => Assert.Equal(TimeSpan.Zero, time.TimeOfDay));
        // Positive control: the open one keeps its minutes, and the search sees them.
        Assert.All(await TimesAsync(world, reports[1].Id), time => Assert.Equal(minute, time));
    }

    private static async Task<List<DateTimeOffset>> TimesAsync(TriageWorld world, Guid id)
    {
        await using var db = world.Read();
        var row = await db.Cases.SingleAsync(c => c.Id == id, Stop);
        var notice = await db.Notices.SingleAsync(n => n.CaseId == id && n.Desk == "DESK", Stop);
        return
        [
            row.CreatedAt, row.RoutedAt!.Value, row.FirstOpenedAt!.Value, row.LastActivityAt,
            (await db.RoutingRecords.SingleAsync(r => r.CaseId == id, Stop)).DecidedAt,
            notice.CreatedAt, notice.AccessRequestedAt!.Value,
            (await db.Bounces.SingleAsync(b => b.CaseId == id, Stop)).At,
        ];
    }

    private static async Task<int> OverdueAsync(TriageWorld world, bool healthy)
    {
        var status = await StatusAsync(world);
        Assert.Equal(healthy, status.Healthy);
        return status.OverdueAtDesk;
    }

    private static async Task<ServiceStatus> StatusAsync(TriageWorld world)
    {
        await using var db = world.Read();
        return await ServiceStatus.ReadAsync(db, ["PS_GJILAN"], world.Clock.GetUtcNow(), Stop);
    }

    private static Task WriteAsync(TriageWorld world, Func<ReportingDb, CancellationToken, Task> change)
        => world.Writer.WriteAsync(
            async (db, ct) =>
            {
                await change(db, ct);
                return true;
            },
            Stop);
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportingService.Core.Labels;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.Triage.RaiseAlarms;

namespace ReportingService.Triage.Tests;

public sealed class RaiseAlarmsTests
{
    private static CancellationToken Stop => TriageWorld.Stop;

    [Fact]
    public async Task Wait_BeyondTheClock_AlarmsTheHolderAgainAndAgainAndThenTellsTheDutyDesk()
    {
        await using var world = await WorldAsync();
        var report = await RoutedAsync(world, SomeLabels.Theft());
        var alarms = world.Services.GetRequiredService<RaiseAlarmsHandler>();
        Assert.Equal(0, await alarms.HandleAsync(Stop));

        world.Clock.Advance(TimeSpan.FromMinutes(17));
        Assert.Equal(1, await alarms.HandleAsync(Stop));
        Assert.Equal(["PS_GJILAN"], await NewAlarmsAsync(world));
        Assert.Equal(0, await alarms.HandleAsync(Stop));

        world.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(1, await alarms.HandleAsync(Stop));
        Assert.Equal(["DESK", "PS_GJILAN"], await NewAlarmsAsync(world));
        world.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(1, await alarms.HandleAsync(Stop));
        Assert.Equal(["DESK", "PS_GJILAN"], await NewAlarmsAsync(world));

        await using var db = world.Read();
        var notice = await db.Notices.SingleAsync(n => n.Desk == "DESK", Stop);
        Assert.Equal((report, Category.Theft, Urgency.Urgent), (notice.CaseId, notice.Category, notice.Urgency));
        Assert.Equal("PS_GJILAN", (await db.CaseGrants.SingleAsync(Stop)).Holder);
    }

    [Fact]
    public async Task Wait_OfATakenReport_AlarmsNobody()
    {
        await using var world = await WorldAsync();
        var report = await RoutedAsync(world, SomeLabels.Theft());
        await ChangeAsync(world, report, c => c.OwnerAccountId = Guid.NewGuid());
        world.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(0, await world.Services.GetRequiredService<RaiseAlarmsHandler>().HandleAsync(Stop));
        Assert.Empty(await NewAlarmsAsync(world));
    }

    /// <summary>Threat: the alarm of a report about the police tells a police desk that it exists.</summary>
    [Fact]
    public async Task Wait_OfAProtectedReport_NeverLeavesItsDomain()
    {
        await using var world = await WorldAsync();
        await world.OpenDeskAsync("PIK");
        var report = await RoutedAsync(world, SomeLabels.AboutPolice());
        var alarms = world.Services.GetRequiredService<RaiseAlarmsHandler>();
        for (var round = 0; round < 4; round++)
        {
            world.Clock.Advance(TimeSpan.FromMinutes(17));
            Assert.Equal(1, await alarms.HandleAsync(Stop));
            Assert.Equal(["PIK"], await NewAlarmsAsync(world));
        }

        // Even when a row claims another desk: the directory decides on the domain, not the database.
        await ChangeAsync(world, report, c => c.EscalateTo = "DESK");
        world.Clock.Advance(TimeSpan.FromMinutes(17));
        Assert.Equal(1, await alarms.HandleAsync(Stop));
        Assert.Equal(["PIK"], await NewAlarmsAsync(world));
        await using var db = world.Read();
        Assert.Empty(await db.Notices.ToListAsync(Stop));
    }

    private static async Task<TriageWorld> WorldAsync()
    {
        var world = await TriageWorld.CreateAsync(settings: new() { ["ManualClock"] = "yes" });
        await world.OpenDeskAsync("PS_GJILAN");
        await world.OpenDeskAsync("DESK");
        await world.Epochs.TurnAsync(Stop);
        return world;
    }

    private static async Task<Guid> RoutedAsync(TriageWorld world, ReportLabels labels)
    {
        var report = await world.SubmitAsync(labels);
        await world.Handler.HandleAsync(report.Message, Stop);
        await ChangeAsync(world, report.Id, c => c.Urgency = Urgency.Urgent);
        await NewAlarmsAsync(world);
        return report.Id;
    }

    private static Task ChangeAsync(TriageWorld world, Guid id, Action<Case> change)
        => world.Writer.WriteAsync(
            async (db, ct) =>
            {
                change(await db.Cases.SingleAsync(c => c.Id == id, ct));
                return true;
            },
            Stop);

    /// <summary>Desks whose screens were alarmed since the last call.</summary>
    private static Task<List<string>> NewAlarmsAsync(TriageWorld world)
        => world.Writer.WriteAsync(
            async (db, ct) =>
            {
                var desks = await db.Outbox.Where(m => m.Kind == OutboxKind.CaseChanged).OrderBy(m => m.Desk).Select(m => m.Desk).ToListAsync(ct);
                await db.Outbox.Where(m => m.Kind == OutboxKind.CaseChanged).ExecuteDeleteAsync(ct);
                return desks;
            },
            Stop);
}

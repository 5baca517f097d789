using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportingService.Core.Messages;
using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.TestKit;
using ReportingService.Triage.SetAsideReport;

namespace ReportingService.Triage.Tests;

/// <summary>A reporter names the holder later: the holder's key is taken away, and nothing is lost.</summary>
public sealed class SetAsideReportTests(PostgresServer postgres)
{
    private static CancellationToken Stop => TriageWorld.Stop;

    [Theory]
    [InlineData("sqlite", "PS_GJILAN")]
    [InlineData("postgres", "PS_GJILAN")]
    [InlineData("sqlite", "")]
    public async Task SetAside_HolderNamedLater_HolderHasNoGrantLeftAndACustodianStillCan(string engine, string named)
    {
        await using var world = await WorldAsync(engine);
        await world.OpenDeskAsync("PS_GJILAN");
        var report = await RoutedAsync(world);
        var message = await AskAsync(world, report, named);

        // Twice: the second has no effect.
        Assert.True(await Handler(world).HandleAsync(message, Stop));
        Assert.True(await Handler(world).HandleAsync(message, Stop));

        await using var db = world.Read();
        var stored = await db.Cases.SingleAsync(Stop);
        Assert.Equal((null, null, ReportState.Received), (stored.HolderDesk, stored.OwnerAccountId, stored.State));
        Assert.False(await db.CaseGrants.AnyAsync(grant => grant.HolderKind == HolderKind.Desk, Stop));
        Assert.Equal(["report_set_aside"], await db.AuditEntries.Select(entry => entry.Action).ToListAsync(Stop));
        Assert.Equal("PS_GJILAN", (await db.Outbox.Where(m => m.Kind == OutboxKind.CaseChanged).OrderByDescending(m => m.CreatedAt).FirstAsync(Stop)).Desk);
        Assert.NotNull((await db.Outbox.SingleAsync(m => m.Id == message.OutboxId, Stop)).FinishedAt);

        // What is set aside opens with the domain's recovery key alone.
        var kept = await db.CaseGrants.SingleAsync(Stop);
        Assert.Equal(HolderKind.SetAside, kept.HolderKind);
        var unit = await db.UnitKeys.SingleAsync(key => key.Desk == "PS_GJILAN", Stop);
        using var recovery = RootKeyFiles.ReadRecovery(world.Folder["roots", RootKeyFiles.RecoveryFile(unit.Domain)], unit.Domain, world.Trust);
        using var opened = recovery.OpenUnit(unit.ToRecord(), unit.RecoveryWrap);
        using var key = opened.OpenCase(report.Binding, kept.WrappedKey);
        Assert.Equal(report.Binding, key.Binding);
    }

    [Fact]
    public async Task SetAside_AnotherDeskHoldsIt_TouchesNothing()
    {
        await using var world = await WorldAsync("sqlite");
        await world.OpenDeskAsync("PS_GJILAN");
        var report = await RoutedAsync(world);
        Assert.True(await Handler(world).HandleAsync(await AskAsync(world, report, "PS_VITI"), Stop));
        await using var db = world.Read();
        Assert.Equal("PS_GJILAN", (await db.Cases.SingleAsync(Stop)).HolderDesk);
        Assert.Equal(HolderKind.Desk, (await db.CaseGrants.SingleAsync(Stop)).HolderKind);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task SetAside_LentDeskNamedLater_LosesItAndTheHolderWorksOn(string engine)
    {
        await using var world = await WorldAsync(engine);
        await world.OpenDeskAsync("PS_GJILAN");
        var report = await RoutedAsync(world);
        await LendAsync(world, report, "RPD_GJILAN");
        Assert.True(await Handler(world).HandleAsync(await AskAsync(world, report, "RPD_GJILAN"), Stop));
        Assert.Equal((HolderKind.Desk, HolderKind.SetAside), await KindsAsync(world));
        Assert.Equal("PS_GJILAN", (await world.CaseAsync(report.Id))!.HolderDesk);

        // Lent once more by somebody who can write to the database, and named once more.
        await LendAsync(world, report, "RPD_GJILAN");
        Assert.True(await Handler(world).HandleAsync(await AskAsync(world, report, "RPD_GJILAN"), Stop));
        Assert.Equal((HolderKind.Desk, HolderKind.SetAside), await KindsAsync(world));
    }

    [Theory]
    [InlineData(ReportState.Accepted, ReportState.Received, null)]
    [InlineData(ReportState.Withdrawn, ReportState.Withdrawn, ReportState.Received)]
    public async Task SetAside_HolderNamedLater_WhoWasLentItLosesItToo(ReportState state, ReportState after, ReportState? before)
    {
        await using var world = await WorldAsync("sqlite");
        await world.OpenDeskAsync("PS_GJILAN");
        var report = await RoutedAsync(world);
        await LendAsync(world, report, "RPD_GJILAN");
        await world.Writer.WriteAsync(
            async (db, ct) =>
            {
                var row = await db.Cases.SingleAsync(ct);
                (row.State, row.StateBeforeWithdrawal, row.StateOnceRead) = (state, state == ReportState.Withdrawn ? ReportState.Answered : null, ReportState.Accepted);
            },
            Stop);
        Assert.True(await Handler(world).HandleAsync(await AskAsync(world, report, "PS_GJILAN"), Stop));
        Assert.Equal((HolderKind.SetAside, HolderKind.SetAside), await KindsAsync(world));
        var stored = (await world.CaseAsync(report.Id))!;
        Assert.Equal((after, before, null), (stored.State, stored.StateBeforeWithdrawal, stored.StateOnceRead));
    }

    [Fact]
    public async Task SetAside_NotYetRouted_WaitsSoThatRoutingCannotUndoIt()
    {
        await using var world = await WorldAsync("sqlite");
        await world.OpenDeskAsync("PS_GJILAN");
        await world.Epochs.TurnAsync(Stop);
        var report = await world.SubmitAsync(SomeLabels.Theft());
        var message = await AskAsync(world, report, "");
        Assert.False(await Handler(world).HandleAsync(message, Stop));
        await world.Handler.HandleAsync(report.Message, Stop);
        Assert.True(await Handler(world).HandleAsync(message, Stop));
        await using var db = world.Read();
        Assert.Null((await db.Cases.SingleAsync(Stop)).HolderDesk);
        Assert.False(await db.CaseGrants.AnyAsync(grant => grant.HolderKind == HolderKind.Desk, Stop));
    }

    /// <summary>Threat: somebody who can write to the database plants a row that clashes, so that the desk named by its reporter goes on reading.</summary>
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task SetAside_AClashingRowIsPlanted_IsNotTakenForDoneAndHasItsEffectAfterwards(string engine)
    {
        await using var world = await WorldAsync(engine);
        await world.OpenDeskAsync("PS_GJILAN");
        var report = await RoutedAsync(world);
        var message = await AskAsync(world, report, "PS_GJILAN");
        await world.Writer.WriteAsync(
            async (db, ct) =>
            {
                // The next number of the audit log.
                var head = await db.AuditHeads.SingleAsync(ct);
                db.AuditEntries.Add(new AuditEntry { Seq = head.Seq + 1, At = world.Clock.GetUtcNow(), Actor = "planted", Action = "planted", Subject = "", Detail = "", PreviousHash = head.Hash, Hash = head.Hash });
            },
            Stop);

        Assert.False(await Handler(world).HandleAsync(message, Stop));
        await using (var db = world.Read())
        {
            Assert.Equal(HolderKind.Desk, (await db.CaseGrants.SingleAsync(Stop)).HolderKind);
            Assert.Null((await db.Outbox.SingleAsync(m => m.Id == message.OutboxId, Stop)).FinishedAt);
        }

        await world.Writer.WriteAsync((db, ct) => db.AuditHeads.ExecuteUpdateAsync(head => head.SetProperty(row => row.Seq, row => row.Seq + 1), ct), Stop);
        Assert.True(await Handler(world).HandleAsync(message, Stop));
        await using var after = world.Read();
        Assert.Equal(HolderKind.SetAside, (await after.CaseGrants.SingleAsync(Stop)).HolderKind);
        Assert.NotNull((await after.Outbox.SingleAsync(m => m.Id == message.OutboxId, Stop)).FinishedAt);
    }

    [Fact]
    public async Task SetAside_ThroughOutboxAndBus_HasItsEffect()
    {
        await using var world = await WorldAsync("sqlite");
        await world.OpenDeskAsync("PS_GJILAN");
        var report = await RoutedAsync(world);
        await world.StartAsync();
        var message = await AskAsync(world, report, "PS_GJILAN");
        await Wait.UntilAsync(async () => (await world.CaseAsync(report.Id))!.HolderDesk is null, "taken away");
        await using var db = world.Read();
        Assert.NotNull((await db.Outbox.SingleAsync(m => m.Id == message.OutboxId, Stop)).FinishedAt);
    }

    private static SetAsideReportHandler Handler(TriageWorld world) => world.Services.GetRequiredService<SetAsideReportHandler>();

    private static async Task<TestReport> RoutedAsync(TriageWorld world)
    {
        await world.Epochs.TurnAsync(Stop);
        var report = await world.SubmitAsync(SomeLabels.Theft());
        await world.Handler.HandleAsync(report.Message, Stop);
        Assert.Equal("PS_GJILAN", (await world.CaseAsync(report.Id))!.HolderDesk);
        return report;
    }

    /// <summary>As the holder lends it; the wrap itself is never read here.</summary>
    private static Task LendAsync(TriageWorld world, TestReport report, string desk) => world.Writer.WriteAsync(
        (db, _) =>
        {
            db.CaseGrants.Add(new CaseGrant { CaseId = report.Id, HolderKind = HolderKind.Desk, Holder = desk, Epoch = 1, Domain = Core.Keys.KeyDomain.Police, WrappedKey = [1] });
            return Task.CompletedTask;
        },
        Stop);

    /// <summary>Of the station that held it and of the directorate it was lent to.</summary>
    private static async Task<(HolderKind Station, HolderKind Region)> KindsAsync(TriageWorld world)
    {
        await using var db = world.Read();
        return ((await db.CaseGrants.SingleAsync(grant => grant.Holder == "PS_GJILAN", Stop)).HolderKind, (await db.CaseGrants.SingleAsync(grant => grant.Holder == "RPD_GJILAN", Stop)).HolderKind);
    }

    /// <summary>As Intake asks: by an outbox row.</summary>
    private static async Task<HolderExcluded> AskAsync(TriageWorld world, TestReport report, string desk)
    {
        var outbox = world.Services.GetRequiredService<Outbox>();
        var id = await world.Writer.WriteAsync((db, _) => Task.FromResult(outbox.Add(db, OutboxKind.HolderExcluded, report.Id, Urgency.Normal, desk)), Stop);
        return new HolderExcluded(id, report.Id, desk, Urgency.Normal);
    }

    private async Task<TriageWorld> WorldAsync(string engine)
        => await TriageWorld.CreateAsync(engine == "postgres" ? await postgres.ConnectionStringAsync("t" + Guid.NewGuid().ToString("N")) : null);
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportingService.Core.Keys;
using ReportingService.Core.Messages;
using ReportingService.Data;
using ReportingService.TestKit;
using ReportingService.Triage.RouteReport;

namespace ReportingService.Triage.Tests;

/// <summary>Reports that share a transaction do not share their fate.</summary>
public sealed class RouteTogetherTests(PostgresServer postgres)
{
    private static readonly RouteReportOutcome Routed = new RouteReportOutcome.Routed("PS_GJILAN");

    private static CancellationToken Stop => TriageWorld.Stop;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Route_OneOfManyIsDamaged_TheOthersAreRoutedAndItGoesOnRecord(string engine)
    {
        await using var world = await WorldAsync(engine);
        var reports = await SubmitAsync(world, 8);
        var damaged = reports[3];
        await world.Writer.WriteAsync(
            (db, ct) => db.RouterEnvelopes.Where(e => e.CaseId == damaged.Id).ExecuteUpdateAsync(e => e.SetProperty(x => x.Sealed, new byte[200]), ct), Stop);

        var outcomes = await world.Handler.HandleAsync(Messages(reports), Stop);

        Assert.Equal([Routed, Routed, Routed, new RouteReportOutcome.Later("seal_broken"), Routed, Routed, Routed, Routed], outcomes);
        await using var db = world.Read();
        Assert.Equal((7, 7), (await db.CaseGrants.CountAsync(Stop), await db.RoutingRecords.CountAsync(Stop)));
        Assert.Equal("seal_broken", (await db.Outbox.SingleAsync(m => m.Id == damaged.Message.OutboxId, Stop)).LastErrorCode);
        Assert.Equal("seal_broken", (await db.AuditEntries.SingleAsync(entry => entry.Action == "routing_refused", Stop)).Detail);
        Assert.Equal([damaged.Id], await db.RouterEnvelopes.Select(e => e.CaseId).ToListAsync(Stop));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Route_OneOfManySpoilsTheTransaction_TheOthersAreRouted(string engine)
    {
        await using var world = await WorldAsync(engine);
        var reports = await SubmitAsync(world, 8);
        await RefuseChangesAsync(world, engine, reports[5].Id);

        var outcomes = await world.Handler.HandleAsync(Messages(reports), Stop);

        Assert.Equal([Routed, Routed, Routed, Routed, Routed, new RouteReportOutcome.Later("database"), Routed, Routed], outcomes);
        await using var db = world.Read();
        Assert.Equal((7, 7, 7), (await db.CaseGrants.CountAsync(Stop), await db.RoutingRecords.CountAsync(Stop), await db.Inbox.CountAsync(Stop)));
        Assert.Null((await db.Outbox.SingleAsync(m => m.Id == reports[5].Message.OutboxId, Stop)).FinishedAt);
    }

    /// <summary>Threat: somebody who can write to the database plants a row, so that a report looks routed and is forgotten.</summary>
    [Theory]
    [InlineData("sqlite", false)]
    [InlineData("postgres", false)]
    [InlineData("sqlite", true)]
    [InlineData("postgres", true)]
    public async Task Route_AClashingRowIsPlantedForOneOfMany_ItComesAgainUntilItIsRouted(string engine, bool inInbox)
    {
        await using var world = await WorldAsync(engine);
        var reports = await SubmitAsync(world, 4);
        var struck = reports[2];
        await world.Writer.WriteAsync(
            (db, _) =>
            {
                db.Add<object>(inInbox
                    ? new InboxMessage { MessageId = struck.Message.OutboxId, Consumer = RouteWriter.Consumer, At = world.Clock.GetUtcNow() }
                    : new CaseGrant { CaseId = struck.Id, HolderKind = HolderKind.Desk, Holder = "PS_GJILAN", Epoch = 1, Domain = KeyDomain.Police, WrappedKey = [1] });
                return Task.CompletedTask;
            },
            Stop);

        Assert.Equal([Routed, Routed, new RouteReportOutcome.Later("database"), Routed], await world.Handler.HandleAsync(Messages(reports), Stop));
        await using (var db = world.Read())
        {
            Assert.Equal("database", (await db.Outbox.SingleAsync(m => m.Id == struck.Message.OutboxId && m.FinishedAt == null, Stop)).LastErrorCode);
            Assert.Equal([struck.Id], await db.RouterEnvelopes.Select(e => e.CaseId).ToListAsync(Stop));
            Assert.Equal(3, await db.RoutingRecords.CountAsync(Stop));
        }

        await world.Writer.WriteAsync(
            async (db, ct) => await db.Inbox.Where(row => row.MessageId == struck.Message.OutboxId).ExecuteDeleteAsync(ct) + await db.CaseGrants.Where(grant => grant.CaseId == struck.Id).ExecuteDeleteAsync(ct), Stop);
        Assert.Equal(Routed, await world.Handler.HandleAsync(struck.Message, Stop));
        await using var after = world.Read();
        Assert.NotNull((await after.Outbox.SingleAsync(m => m.Id == struck.Message.OutboxId, Stop)).FinishedAt);
        Assert.Equal((4, 4), (await after.CaseGrants.CountAsync(Stop), await after.RoutingRecords.CountAsync(Stop)));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Route_AReportTwiceAmongMany_MakesOneGrantAndOneDecision(string engine)
    {
        await using var world = await WorldAsync(engine);
        var reports = await SubmitAsync(world, 3);
        var another = await world.Writer.WriteAsync(
            (db, _) => Task.FromResult(world.Services.GetRequiredService<Outbox>().Add(db, OutboxKind.ReportSubmitted, reports[1].Id, reports[1].Message.Urgency)), Stop);

        // A copy of the same message, and another message about the same report.
        var outcomes = await world.Handler.HandleAsync(
            [.. Messages(reports), reports[0].Message, reports[1].Message with { OutboxId = another }], Stop);

        Assert.Equal([Routed, Routed, Routed, new RouteReportOutcome.AlreadyRouted(), new RouteReportOutcome.AlreadyRouted()], outcomes);
        await using var db = world.Read();
        Assert.Equal((3, 3, 3), (await db.CaseGrants.CountAsync(Stop), await db.RoutingRecords.CountAsync(Stop), await db.CaseItems.CountAsync(Stop)));
        Assert.False(await db.Outbox.AnyAsync(m => m.Kind == OutboxKind.ReportSubmitted && m.FinishedAt == null, Stop));
    }

    /// <summary>Reports that were routed or destroyed before are finished in the same transaction.</summary>
    [Fact]
    public async Task Route_ManyOfWhichSomeAreRoutedOrGone_RoutesTheRest()
    {
        await using var world = await WorldAsync("sqlite");
        var reports = await SubmitAsync(world, 4);
        Assert.Equal(Routed, await world.Handler.HandleAsync(reports[0].Message, Stop));
        await world.Writer.WriteAsync((db, ct) => db.Cases.Where(c => c.Id == reports[2].Id).ExecuteDeleteAsync(ct), Stop);

        var outcomes = await world.Handler.HandleAsync(Messages(reports), Stop);

        Assert.Equal([new RouteReportOutcome.AlreadyRouted(), Routed, new RouteReportOutcome.Gone(), Routed], outcomes);
        await using var db = world.Read();
        Assert.False(await db.Outbox.AnyAsync(m => m.Kind == OutboxKind.ReportSubmitted && m.FinishedAt == null, Stop));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("32")]
    public async Task Route_MoreThanFitIntoAPortion_LeavesNobodyWaiting(string portion)
    {
        await using var world = await WorldAsync("sqlite", new() { ["Triage:RoutedAtOnce"] = portion });
        var together = world.Services.GetRequiredService<RouteTogether>();
        var reports = await SubmitAsync(world, 80);

        var outcomes = await Task.WhenAll(reports.Select(report => Task.Run(() => together.RouteAsync(report.Message, Stop))));

        Assert.All(outcomes, outcome => Assert.Equal(Routed, outcome));
        await using var db = world.Read();
        Assert.Equal((80, 80), (await db.CaseGrants.CountAsync(Stop), await db.Inbox.CountAsync(Stop)));
    }

    private static IReadOnlyList<ReportSubmitted> Messages(IEnumerable<TestReport> reports) => [.. reports.Select(report => report.Message)];

    private static async Task<List<TestReport>> SubmitAsync(TriageWorld world, int count)
    {
        var reports = new List<TestReport>();
        for (var i = 0; i < count; i++)
        {
            reports.Add(await world.SubmitAsync(SomeLabels.Theft()));
        }

        return reports;
    }

    /// <summary>The engine itself refuses to change this report.</summary>
    private static Task RefuseChangesAsync(TriageWorld world, string engine, Guid report)
        => world.Writer.WriteAsync(
            (db, ct) => db.Database.ExecuteSqlRawAsync(
                engine == "postgres"
                    ? $"""ALTER TABLE "Cases" ADD CONSTRAINT spoilt CHECK ("Id" <> '{report}' OR "State" = 'received') NOT VALID"""
                    : $"CREATE TRIGGER spoilt BEFORE UPDATE ON Cases WHEN lower(OLD.Id) = '{report}' BEGIN SELECT RAISE(ABORT, 'spoilt'); END",
                ct),
            Stop);

    private async Task<TriageWorld> WorldAsync(string engine, Dictionary<string, string?>? settings = null)
    {
        var world = await TriageWorld.CreateAsync(engine == "postgres" ? await postgres.ConnectionStringAsync("t" + Guid.NewGuid().ToString("N")) : null, settings);
        await world.OpenDeskAsync("PS_GJILAN");
        await world.Epochs.TurnAsync(Stop);
        return world;
    }
}

using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.TestKit;
using ReportingService.Triage.RouteReport;

namespace ReportingService.Triage.Tests;

public sealed class RouteReportTests(PostgresServer postgres, RabbitMqServer rabbit)
{
    private static CancellationToken Stop => TriageWorld.Stop;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Route_OrdinaryReport_GivesTheKeyToTheStationAlone(string engine)
    {
        await using var world = await WorldAsync(engine);
        var station = await world.OpenDeskAsync("PS_GJILAN");
        await world.OpenDeskAsync("DESK");
        await world.Epochs.TurnAsync(Stop);
        var report = await world.SubmitAsync(SomeLabels.Theft());

        Assert.Equal(new RouteReportOutcome.Routed("PS_GJILAN"), await world.Handler.HandleAsync(report.Message, Stop));

        var decision = await world.OpenDecisionAsync(report, station);
        Assert.Equal("PS_GJILAN", decision.Desk);
        Assert.NotEmpty(decision.Reasons);
        await using var db = world.Read();
        var stored = await db.Cases.SingleAsync(Stop);
        Assert.Equal((ReportState.Routed, "PS_GJILAN", Category.Theft, "gjilan"), (stored.State, stored.HolderDesk, stored.Category, stored.Municipality));
        Assert.Equal("PS_GJILAN", (await db.CaseGrants.SingleAsync(Stop)).Holder);
        Assert.Empty(await db.RouterEnvelopes.ToListAsync(Stop));
        Assert.NotNull((await db.Outbox.SingleAsync(m => m.Id == report.Message.OutboxId, Stop)).FinishedAt);
        Assert.Equal("PS_GJILAN", (await db.Outbox.SingleAsync(m => m.Kind == OutboxKind.CaseChanged, Stop)).Desk);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Route_SameMessageManyTimesAtOnce_MakesOneGrantAndOneDecision(string engine)
    {
        await using var world = await WorldAsync(engine);
        await world.OpenDeskAsync("PS_GJILAN");
        await world.Epochs.TurnAsync(Stop);
        var report = await world.SubmitAsync(SomeLabels.Theft());

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => world.Handler.HandleAsync(report.Message, Stop))));
        outcomes = [.. outcomes, await world.Handler.HandleAsync(report.Message, Stop)];

        Assert.Single(outcomes.OfType<RouteReportOutcome.Routed>());
        Assert.Equal(8, outcomes.OfType<RouteReportOutcome.AlreadyRouted>().Count());
        await using var db = world.Read();
        Assert.Equal((1, 1, 1), (await db.CaseGrants.CountAsync(Stop), await db.RoutingRecords.CountAsync(Stop), await db.CaseItems.CountAsync(Stop)));
    }

    /// <summary>Threat: a swapped unit key in the database, so that reports are sealed to somebody else.</summary>
    [Fact]
    public async Task Route_WithASwappedUnitKey_IsRefusedAuditedAndGoesToTheNextReadyDesk()
    {
        await using var world = await WorldAsync("sqlite");
        var station = await world.OpenDeskAsync("PS_GJILAN");
        var next = await world.OpenDeskAsync(world.Directory["PS_GJILAN"].Nearest[0]);
        using var attacker = PrivateKey.Create();
        await world.Writer.WriteAsync(
            async (db, ct) => (await db.UnitKeys.SingleAsync(k => k.Desk == station.Code, ct)).PublicKey = attacker.Public.ToBytes(), Stop);
        await world.Epochs.TurnAsync(Stop);
        var report = await world.SubmitAsync(SomeLabels.Theft());

        Assert.Equal(new RouteReportOutcome.Routed(next.Code), await world.Handler.HandleAsync(report.Message, Stop));

        Assert.Equal("PS_GJILAN", (await world.OpenDecisionAsync(report, next)).Desk);
        await using var db = world.Read();
        Assert.Equal([next.Code], await db.CaseGrants.Select(g => g.Holder).ToListAsync(Stop));
        var line = await db.AuditEntries.SingleAsync(Stop);
        Assert.Equal(("triage", "key_refused", "PS_GJILAN", "bad_signature"), (line.Actor, line.Action, line.Subject, line.Detail));
    }

    [Fact]
    public async Task Route_WithoutAnyReader_WaitsAtTheRecoveryKeyOfItsDomain()
    {
        await using var world = await WorldAsync("sqlite");
        await world.OpenDeskAsync("PIK");
        await world.OpenDeskAsync("HELPLINE");
        await world.Epochs.TurnAsync(Stop);
        var report = await world.SubmitAsync(SomeLabels.Theft());

        Assert.Equal(new RouteReportOutcome.Routed(null), await world.Handler.HandleAsync(report.Message, Stop));

        await using var db = world.Read();
        var grant = await db.CaseGrants.SingleAsync(Stop);
        Assert.Equal((HolderKind.Recovery, "police", KeyDomain.Police), (grant.HolderKind, grant.Holder, grant.Domain));
        using var recovery = RootKeyFiles.ReadRecovery(world.Folder["roots", RootKeyFiles.RecoveryFile(KeyDomain.Police)], KeyDomain.Police, world.Trust);
        using var key = recovery.OpenCase(report.Binding, grant.WrappedKey);
        Assert.Equal("PS_GJILAN", (await db.Cases.SingleAsync(Stop)).NamedDesk);
    }

    [Fact]
    public async Task Route_AccountSuspended_DeskIsNotReadyAnyMore()
    {
        await using var world = await WorldAsync("sqlite");
        await world.OpenDeskAsync("PS_GJILAN");
        await world.Writer.WriteAsync((db, ct) => db.Accounts.ExecuteUpdateAsync(a => a.SetProperty(x => x.State, AccountState.Suspended), ct), Stop);
        await world.Epochs.TurnAsync(Stop);
        var report = await world.SubmitAsync(SomeLabels.Theft());
        Assert.Equal(new RouteReportOutcome.Routed(null), await world.Handler.HandleAsync(report.Message, Stop));
    }

    [Theory]
    [InlineData(true, "PIK")]
    [InlineData(false, "HELPLINE")]
    public async Task Route_ProtectedReport_IsAnnouncedWithoutBeingOpened(bool aboutPolice, string desk)
    {
        await using var world = await WorldAsync("sqlite");
        await world.OpenDeskAsync("PS_GJILAN");
        await world.OpenDeskAsync("DESK");
        await world.OpenDeskAsync(desk);
        var report = await world.SubmitAsync(aboutPolice ? SomeLabels.AboutPolice() : SomeLabels.HelplineOnly());

        Assert.Equal(new RouteReportOutcome.Routed(desk), await world.Handler.HandleAsync(report.Message, Stop));

        await using var db = world.Read();
        Assert.Equal(desk, (await db.CaseGrants.SingleAsync(Stop)).Holder);
        Assert.Equal(desk, (await db.Outbox.SingleAsync(m => m.Kind == OutboxKind.CaseChanged, Stop)).Desk);
        Assert.Empty(await db.Notices.ToListAsync(Stop));
        Assert.Empty(await db.AuditEntries.ToListAsync(Stop));
        var stored = await db.Cases.SingleAsync(Stop);
        Assert.Equal((ReportState.Routed, true, (Category?)null), (stored.State, stored.Restricted, stored.Category));
    }

    /// <summary>Threat: an Intake that forgets the rule (or is made to). Triage applies the same invariant again.</summary>
    [Fact]
    public async Task Route_LabelsThatDemandProtectionInAnOrdinaryEnvelope_GoesToTheProtectedDomainAlone()
    {
        await using var world = await WorldAsync("sqlite");
        await world.OpenDeskAsync("PS_GJILAN");
        await world.OpenDeskAsync("DESK");
        var pik = await world.OpenDeskAsync("PIK");
        await world.Epochs.TurnAsync(Stop);
        var report = await world.SubmitAsync(SomeLabels.AboutPolice(), claimed: Protection.None);

        Assert.Equal(new RouteReportOutcome.Routed("PIK"), await world.Handler.HandleAsync(report.Message, Stop));

        Assert.Equal("PIK", (await world.OpenDecisionAsync(report, pik)).Desk);
        await using var db = world.Read();
        Assert.Equal([KeyDomain.Pik], await db.CaseGrants.Select(g => g.Domain).ToListAsync(Stop));
        var stored = await db.Cases.SingleAsync(Stop);
        Assert.Equal((Protection.Pik, KeyDomain.Pik, true), (stored.Protection, stored.Domain, stored.Restricted));
    }

    /// <summary>Threat: a protected report whose grant in the database is of another body.</summary>
    [Fact]
    public async Task Route_ProtectedReportWithAGrantOfAnotherDomain_IsRefused()
    {
        await using var world = await WorldAsync("sqlite");
        await world.OpenDeskAsync("PIK");
        var report = await world.SubmitAsync(SomeLabels.AboutPolice());
        await world.Writer.WriteAsync(
            (db, _) =>
            {
                db.CaseGrants.Add(new CaseGrant { CaseId = report.Id, HolderKind = HolderKind.Desk, Holder = "DESK", Epoch = 1, Domain = KeyDomain.Police, WrappedKey = [1] });
                return Task.FromResult(true);
            },
            Stop);
        Assert.Equal(new RouteReportOutcome.Later("protection_crossed"), await world.Handler.HandleAsync(report.Message, Stop));
        Assert.Equal(new RouteReportOutcome.Later("protection_crossed"), await world.Handler.HandleAsync(report.Message, Stop));

        // On record once, however often the message comes again.
        await using var read = world.Read();
        Assert.Equal("protection_crossed", Assert.Single(await read.AuditEntries.Where(entry => entry.Action == "routing_refused").ToListAsync(Stop)).Detail);
    }

    /// <summary>Threat: whoever copies the database learns the category of a restricted report.</summary>
    [Fact]
    public async Task Route_RestrictedReport_LeavesNeitherCategoryNorPlaceInTheFile()
    {
        await using var world = await WorldAsync("sqlite");
        await world.OpenDeskAsync("THBDI");
        await world.OpenDeskAsync("PS_PEJE");
        await world.Epochs.TurnAsync(Stop);
        var restricted = await world.SubmitAsync(SomeLabels.Trafficking());
        Assert.IsType<RouteReportOutcome.Routed>(await world.Handler.HandleAsync(restricted.Message, Stop));
        Assert.False(Occurs(world, "trafficking"));
        Assert.False(Occurs(world, "gjilan"));

        // The search finds what is there.
        var open = await world.SubmitAsync(SomeLabels.Theft("peje", "PEJE"));
        Assert.IsType<RouteReportOutcome.Routed>(await world.Handler.HandleAsync(open.Message, Stop));
        Assert.True(Occurs(world, "theft"));
        Assert.True(Occurs(world, "peje"));
    }

    [Fact]
    public async Task Route_RouterKeyAwayForAWhile_ComesAgainAndIsRoutedWhenItIsBack()
    {
        await using var world = await WorldAsync("sqlite");
        await world.OpenDeskAsync("PS_GJILAN");
        await world.Epochs.TurnAsync(Stop);
        var report = await world.SubmitAsync(SomeLabels.Theft());
        var key = Assert.Single(Directory.GetFiles(world.KeyFolder, "router-epoch-*.key"));
        var bytes = await File.ReadAllBytesAsync(key, Stop);
        File.Delete(key);
        await world.RestartAsync();
        await WaitForCodeAsync(world, report, "router_key_missing");
        await File.WriteAllBytesAsync(key, bytes, Stop);
        await world.UntilRoutedAsync(report);
    }

    [Fact]
    public async Task Submit_WhileTriageIsDown_IsRoutedWhenItIsBack()
    {
        await using var world = await WorldAsync("sqlite");
        await world.OpenDeskAsync("PS_GJILAN");
        await world.Epochs.TurnAsync(Stop);
        var reports = new List<TestReport>();
        for (var i = 0; i < 10; i++)
        {
            reports.Add(await world.SubmitAsync(SomeLabels.Theft()));
        }

        await world.RestartAsync();
        foreach (var report in reports)
        {
            await world.UntilRoutedAsync(report);
        }

        await using var db = world.Read();
        Assert.Equal((10, 10), (await db.CaseGrants.CountAsync(Stop), await db.RoutingRecords.CountAsync(Stop)));
    }

    [Fact]
    public async Task Route_OverRabbitMqAndPostgres_EndToEnd()
    {
        await rabbit.StartAsync();
        await using var world = await TriageWorld.CreateAsync(
            await postgres.ConnectionStringAsync("t" + Guid.NewGuid().ToString("N")),
            new() { ["Messages:Transport"] = "rabbitmq", ["ConnectionStrings:Messages"] = rabbit.Address });
        await world.StartAsync();
        var station = await world.OpenDeskAsync("PS_GJILAN");
        var reports = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => world.SubmitAsync(SomeLabels.Theft())));
        foreach (var report in reports)
        {
            await world.UntilRoutedAsync(report);
        }

        Assert.Equal("PS_GJILAN", (await world.OpenDecisionAsync(reports[^1], station)).Desk);
        await using var db = world.Read();
        Assert.Equal((40, 40), (await db.CaseGrants.CountAsync(Stop), await db.RoutingRecords.CountAsync(Stop)));
    }

    /// <summary>A message comes at least once. The one who comes second finds the envelope used, which must not look like a stolen one.</summary>
    [Fact]
    public async Task Route_ByWorkersAtOnce_RoutesOnceAndCriesForNoThief()
    {
        await using var world = await WorldAsync("postgres");
        await world.OpenDeskAsync("PS_GJILAN");
        await world.Epochs.TurnAsync(Stop);
        for (var round = 0; round < 25; round++)
        {
            var report = await world.SubmitAsync(SomeLabels.Theft());
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async worker =>
            {
                await Task.Delay(worker * 3, Stop);
                return await world.Handler.HandleAsync(report.Message, Stop);
            }));
            Assert.Single(outcomes.OfType<RouteReportOutcome.Routed>());
            Assert.All(outcomes, outcome => Assert.True(outcome is RouteReportOutcome.Routed or RouteReportOutcome.AlreadyRouted, outcome.ToString()));
        }

        await using var db = world.Read();
        Assert.False(await db.AuditEntries.AnyAsync(entry => entry.Action == "routing_refused", Stop));
    }

    private static async Task WaitForCodeAsync(TriageWorld world, TestReport report, string code)
    {
        var end = Environment.TickCount64 + 120_000;
        while (true)
        {
            await using var db = world.Read();
            if (await db.Outbox.AnyAsync(m => m.Id == report.Message.OutboxId && m.LastErrorCode == code, Stop))
            {
                return;
            }

            Assert.True(Environment.TickCount64 < end, $"No {code} in time.");
            await Task.Delay(50, Stop);
        }
    }

    private static bool Occurs(TriageWorld world, string text)
        => Directory.GetFiles(world.Folder.Path, "reports.db*").Any(path =>
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return copy.ToArray().AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0;
        });

    private async Task<TriageWorld> WorldAsync(string engine)
        => await TriageWorld.CreateAsync(engine == "postgres" ? await postgres.ConnectionStringAsync("t" + Guid.NewGuid().ToString("N")) : null);
}

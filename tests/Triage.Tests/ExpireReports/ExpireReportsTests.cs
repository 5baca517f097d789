using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.Triage.ExpireReports;
using ReportingService.Triage.SweepOrphans;

namespace ReportingService.Triage.Tests;

public sealed class ExpireReportsTests
{
    private static CancellationToken Stop => TriageWorld.Stop;

    [Fact]
    public async Task Expire_WithdrawnAWeekAgo_DestroysKeysRowsAndBlobsAndTellsNoAudit()
    {
        await using var world = await WorldAsync();
        var report = await RoutedAsync(world);
        var blob = await AddBlobAsync(world, report.Id);
        var auditId = (await world.CaseAsync(report.Id))!.AuditId;
        await ChangeAsync(world, report.Id, c => (c.State, c.WithdrawnAt) = (ReportState.Withdrawn, world.Clock.GetUtcNow()));

        world.Clock.Advance(TimeSpan.FromDays(6.9));
        Assert.Equal(0, await Expire(world).HandleAsync(Stop));
        world.Clock.Advance(TimeSpan.FromDays(0.2));
        Assert.Equal(1, await Expire(world).HandleAsync(Stop));

        await using var db = world.Read();
        Assert.Equal(0, await db.Cases.CountAsync(Stop) + await db.CaseGrants.CountAsync(Stop) + await db.CaseItems.CountAsync(Stop) + await db.RoutingRecords.CountAsync(Stop));
        var certificate = await db.DeletionCertificates.SingleAsync(Stop);
        Assert.Equal((auditId, "withdrawn", 1, 1), (certificate.AuditId, certificate.Reason, certificate.KeysDestroyed, certificate.BlobsDestroyed));
        Assert.Empty(await db.AuditEntries.ToListAsync(Stop));
        await Assert.ThrowsAsync<FileNotFoundException>(() => world.Services.GetRequiredService<ISealedBlobs>().OpenReadAsync(blob, Stop));
    }

    [Fact]
    public async Task Expire_ClosedBeyondRetention_IsTold_ButNotUnderALegalHold()
    {
        await using var world = await WorldAsync();
        var ended = await RoutedAsync(world);
        var held = await RoutedAsync(world);
        foreach (var report in (TestReport[])[ended, held])
        {
            await ChangeAsync(world, report.Id, c => (c.State, c.ClosedAt, c.LegalHold) = (ReportState.Closed, world.Clock.GetUtcNow(), report == held));
        }

        world.Clock.Advance(TimeSpan.FromDays(366));
        Assert.Equal(1, await Expire(world).HandleAsync(Stop));
        Assert.Null(await world.CaseAsync(ended.Id));
        Assert.NotNull(await world.CaseAsync(held.Id));
        await using var db = world.Read();
        Assert.Equal("report_expired", (await db.AuditEntries.SingleAsync(Stop)).Action);
    }

    /// <summary>Threat: the first part ends, and with it the way back to who has the other.</summary>
    [Fact]
    public async Task Expire_FirstPartOfTwo_LeavesTheReceiptToTheOther()
    {
        await using var world = await WorldAsync();
        var first = await RoutedAsync(world);
        var other = await RoutedAsync(world);
        var stranger = await RoutedAsync(world);
        var before = (await world.CaseAsync(first.Id))!;
        await world.Writer.WriteAsync((db, ct) => db.Cases.Where(c => c.Id == other.Id).ExecuteUpdateAsync(c => c.SetProperty(row => row.ReporterPublicKey, before.ReporterPublicKey), ct), Stop);
        var kept = (await world.CaseAsync(stranger.Id))!.ReceiptLookup;
        await ChangeAsync(world, first.Id, c => (c.State, c.ClosedAt) = (ReportState.Closed, world.Clock.GetUtcNow()));

        world.Clock.Advance(TimeSpan.FromDays(366));
        Assert.Equal(1, await Expire(world).HandleAsync(Stop));
        Assert.Null(await world.CaseAsync(first.Id));
        Assert.Equal(before.ReceiptLookup, (await world.CaseAsync(other.Id))!.ReceiptLookup);
        Assert.Equal(kept, (await world.CaseAsync(stranger.Id))!.ReceiptLookup);
    }

    [Fact]
    public async Task Expire_WithdrawalTakenBack_KeepsTheReport()
    {
        await using var world = await WorldAsync();
        var report = await RoutedAsync(world);
        await ChangeAsync(world, report.Id, c => (c.State, c.WithdrawnAt) = (ReportState.Withdrawn, world.Clock.GetUtcNow()));
        world.Clock.Advance(TimeSpan.FromDays(6));
        await ChangeAsync(world, report.Id, c => (c.State, c.WithdrawnAt) = (ReportState.Routed, null));
        world.Clock.Advance(TimeSpan.FromDays(6));
        Assert.Equal(0, await Expire(world).HandleAsync(Stop));
        Assert.NotNull(await world.CaseAsync(report.Id));
    }

    [Fact]
    public async Task SweepOrphans_BlobWithoutARow_GoesAfterADayAndOthersStay()
    {
        await using var world = await WorldAsync();
        var report = await RoutedAsync(world);
        var owned = await AddBlobAsync(world, report.Id);
        var abandoned = await AddBlobAsync(world, null);
        var blobs = world.Services.GetRequiredService<ISealedBlobs>();
        var orphans = world.Services.GetRequiredService<BlobOrphans>();
        Assert.Equal(0, await orphans.SweepAsync(Stop));
        world.Clock.Advance(TimeSpan.FromHours(23));
        Assert.Equal(0, await orphans.SweepAsync(Stop));
        world.Clock.Advance(TimeSpan.FromHours(14));
        Assert.Equal(1, await orphans.SweepAsync(Stop));
        Assert.Equal([owned], await blobs.ListAsync(Stop).ToListAsync(Stop));
        Assert.NotEqual(owned, abandoned);
    }

    private static ExpireReportsHandler Expire(TriageWorld world) => world.Services.GetRequiredService<ExpireReportsHandler>();

    private static Task<TriageWorld> WorldAsync() => TriageWorld.CreateAsync(settings: new() { ["ManualClock"] = "yes" });

    private static async Task<TestReport> RoutedAsync(TriageWorld world)
    {
        await world.Epochs.TurnAsync(Stop);
        var report = await world.SubmitAsync(SomeLabels.Theft());
        await world.Handler.HandleAsync(report.Message, Stop);
        return report;
    }

    private static async Task<string> AddBlobAsync(TriageWorld world, Guid? caseId)
    {
        await using var blob = await world.Services.GetRequiredService<ISealedBlobs>().CreateAsync(Stop);
        await blob.WriteAsync(new byte[1000], Stop);
        await blob.CommitAsync(Stop);
        if (caseId is { } id)
        {
            await world.Writer.WriteAsync(
                (db, _) => Task.FromResult(db.CaseItems.Add(new CaseItem { Id = Guid.NewGuid(), CaseId = id, Kind = CaseItemKind.Media, BlobName = blob.Name, Seq = 99, AddedAt = world.Clock.GetUtcNow() })),
                Stop);
        }

        return blob.Name;
    }

    private static Task ChangeAsync(TriageWorld world, Guid id, Action<Case> change)
        => world.Writer.WriteAsync(async (db, ct) => change(await db.Cases.SingleAsync(c => c.Id == id, ct)), Stop);
}

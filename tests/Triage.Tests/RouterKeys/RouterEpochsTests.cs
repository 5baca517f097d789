using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.Triage.RouteReport;
using ReportingService.Triage.RouterKeys;

namespace ReportingService.Triage.Tests;

public sealed class RouterEpochsTests
{
    private static CancellationToken Stop => TriageWorld.Stop;

    /// <summary>Threat: a copy of database and files, taken later, opens what was routed before.</summary>
    [Fact]
    public async Task Turn_OverTime_DestroysPrivateHalvesOnlyWhenNothingWaitsForThem()
    {
        await using var world = await TriageWorld.CreateAsync(settings: new() { ["ManualClock"] = "yes" });
        await world.OpenDeskAsync("PS_GJILAN");
        await world.Epochs.TurnAsync(Stop);
        Assert.Equal([1], KeysOnDisk(world));
        var waiting = await world.SubmitAsync(SomeLabels.Theft());

        world.Clock.Advance(TimeSpan.FromMinutes(14));
        await world.Epochs.TurnAsync(Stop);
        Assert.Equal([1], KeysOnDisk(world));

        world.Clock.Advance(TimeSpan.FromMinutes(2));
        await world.Epochs.TurnAsync(Stop);
        Assert.Equal([1, 2], KeysOnDisk(world));

        world.Clock.Advance(TimeSpan.FromMinutes(11));
        await world.Epochs.TurnAsync(Stop);
        Assert.Equal([1, 2], KeysOnDisk(world));

        Assert.IsType<RouteReportOutcome.Routed>(await world.Handler.HandleAsync(waiting.Message, Stop));
        await world.Epochs.TurnAsync(Stop);
        Assert.Equal([2], KeysOnDisk(world));
        await using var db = world.Read();
        Assert.NotNull((await db.RouterEpochs.SingleAsync(e => e.Epoch == 1, Stop)).RetiredAt);
        Assert.Null((await db.RouterEpochs.SingleAsync(e => e.Epoch == 2, Stop)).RetiredAt);
    }

    [Fact]
    public async Task Turn_Records_AreSignedByThePinnedIdentityAndKeptOwnerOnly()
    {
        await using var world = await TriageWorld.CreateAsync();
        await world.Epochs.TurnAsync(Stop);
        await using var db = world.Read();
        var row = await db.RouterEpochs.SingleAsync(Stop);
        Assert.NotNull(Data.KeyRows.ToRecord(row).Verify(world.Trust, new ChainMemory()));
        var other = RootKeyFiles.Make(world.Folder["other"]);
        Assert.Null(Data.KeyRows.ToRecord(row).Verify(other, new ChainMemory()));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Directory.GetFiles(world.KeyFolder, "router-epoch-1.key")[0]));
        }
    }

    [Fact]
    public async Task Turn_AfterTheNewestKeyWasLost_BeginsAnotherEpoch()
    {
        await using var world = await TriageWorld.CreateAsync();
        await world.Epochs.TurnAsync(Stop);
        await world.StopAsync();
        File.Delete(Path.Combine(world.KeyFolder, "router-epoch-1.key"));
        await world.RebuildAsync();
        await world.Epochs.TurnAsync(Stop);
        Assert.Equal([2], KeysOnDisk(world));
    }

    /// <summary>Threat: two workers share the folder. The one destroys a file, the other goes on holding its key in memory.</summary>
    [Fact]
    public async Task Turn_AfterAnotherWorkerEndedAnEpoch_ForgetsItsKeyToo()
    {
        await using var world = await TriageWorld.CreateAsync(settings: new() { ["ManualClock"] = "yes" });
        await world.OpenDeskAsync("PS_GJILAN");
        await world.Epochs.TurnAsync(Stop);
        var report = await world.SubmitAsync(SomeLabels.Theft());
        Assert.IsType<RouteReportOutcome.Routed>(await world.Handler.HandleAsync(report.Message, Stop));
        world.Clock.Advance(TimeSpan.FromMinutes(16));
        await world.Epochs.TurnAsync(Stop);

        // As the other worker does it.
        File.Delete(Path.Combine(world.KeyFolder, "router-epoch-1.key"));
        await world.Writer.WriteAsync(
            (db, ct) => db.RouterEpochs.Where(e => e.Epoch == 1).ExecuteUpdateAsync(e => e.SetProperty(x => x.RetiredAt, world.Clock.GetUtcNow()), ct), Stop);
        var files = world.Services.GetRequiredService<RouterKeyFiles>();
        Assert.NotNull(files.Find(1));
        await world.Epochs.TurnAsync(Stop);
        Assert.Null(files.Find(1));
        Assert.NotNull(files.Find(2));
    }

    private static int[] KeysOnDisk(TriageWorld world)
        => [.. Directory.GetFiles(world.KeyFolder, "router-epoch-*.key").Select(p => int.Parse(Path.GetFileNameWithoutExtension(p)["router-epoch-".Length..], System.Globalization.CultureInfo.InvariantCulture)).Order()];
}

using Microsoft.Data.Sqlite;
using ReportingService.SystemTests.Attacks;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Faults;

/// <summary>The process is killed after a sealed file is on the disk and before the report that names it.</summary>
public sealed class OrphanTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Kill_BetweenBlobAndTransaction_SameTokenGivesOneReportAndTheOrphanIsSwept()
    {
        using var folder = new TestFolder();
        using var product = await RunningProduct.StartAsync(folder["data"], environment: new Dictionary<string, string> { ["Triage__HousekeepingMinutes"] = "0.03" });
        var rows = new Meddler(product.DataFolder);
        var photo = await PlantedMedia.PhotoAsync(folder);
        using var citizen = new CitizenApi(product.CitizenUrl);
        var minted = await citizen.MintAsync();
        string orphan;
        await using (var hold = new SqliteConnection($"Data Source={rows.Database};Pooling=False"))
        {
            // Nobody else can write: the sending stops before its transaction, after its file.
            await hold.OpenAsync();
            await using var begin = hold.CreateCommand();
            begin.CommandText = "BEGIN IMMEDIATE";
            await begin.ExecuteNonQueryAsync();
            var sending = SendAsync(citizen, minted, photo);
            orphan = Path.GetFileName(await UntilAsync(() => Task.FromResult(Blobs(product).SingleOrDefault())));
            product.Process.Kill();

            // However the link ends, there was no answer.
            await Assert.ThrowsAnyAsync<Exception>(() => sending);
        }

        await product.RestartAsync();
        Assert.Equal(0, await rows.ReadAsync<long>("SELECT COUNT(*) FROM Cases"));
        Assert.Equal(orphan, Path.GetFileName(Assert.Single(Blobs(product))));

        // The same page sent again, twice: one report, with a file of its own.
        var (status, body) = await SendAsync(citizen, minted, photo);
        Assert.Equal((201, minted.Receipt), (status, body.GetProperty("receipt").GetString()));
        Assert.Equal(201, (await SendAsync(citizen, minted, photo)).Status);
        await citizen.UntilAsync(minted.Receipt, opened => opened.GetProperty("state").GetString() != "received", Patience);
        Assert.Equal(1, await rows.ReadAsync<long>("SELECT COUNT(*) FROM Cases"));
        var kept = await rows.ReadAsync<string>("SELECT BlobName FROM CaseItems WHERE BlobName IS NOT NULL");
        Assert.NotEqual(orphan, kept);

        // Seen without a row, and still so a day later. What the second sending left is seen too; the report's own file never.
        await UntilAsync(async () => await SeenAsync(rows, orphan) > 0 ? "seen" : null);
        await rows.ChangeAsync("UPDATE OrphanedBlobs SET SeenAt = SeenAt - $0 WHERE Name = $1", TimeSpan.FromDays(3).Ticks, orphan);
        await UntilAsync(() => Task.FromResult(Blobs(product).All(file => Path.GetFileName(file) != orphan) ? "swept" : null));
        await UntilAsync(async () => await SeenAsync(rows, kept) == 0 ? "never, or settled since" : null);
        Assert.Contains(Blobs(product), file => Path.GetFileName(file) == kept);
    }

    private static Task<long> SeenAsync(Meddler rows, string name) => rows.ReadAsync<long>("SELECT COUNT(*) FROM OrphanedBlobs WHERE Name = $0", name);

    /// <summary>Whole files; what is still being written does not count.</summary>
    private static IEnumerable<string> Blobs(RunningProduct product)
        => Directory.EnumerateFiles(Path.Combine(product.DataFolder, "blobs"), "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".partial", StringComparison.Ordinal));

    private static Task<(int Status, System.Text.Json.JsonElement Body)> SendAsync(CitizenApi citizen, MintedReceipt minted, byte[] photo) => citizen.SendAsync(
        new Dictionary<string, string> { ["token"] = minted.Token, ["text"] = AttackedProduct.Theft, ["municipality"] = "gjilan", ["category"] = "theft", ["language"] = "sq" },
        [("a.jpg", "image/jpeg", photo)]);

    private static async Task<string> UntilAsync(Func<Task<string?>> seen)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            if (await seen() is { } found)
            {
                return found;
            }

            await Task.Delay(50, limit.Token);
        }
    }
}

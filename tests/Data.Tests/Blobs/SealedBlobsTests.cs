using System.Security.Cryptography;
using ReportingService.TestKit;

namespace ReportingService.Data.Tests;

/// <summary>What every store must do, run on both.</summary>
public sealed class SealedBlobsTests(AzuriteServer azurite)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Stores => ["files", "azure"];

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Commit_OfABlobLargerThanABlock_ReadsBackTheSameFromAnyPlace(string store)
    {
        using var folder = new TestFolder();
        var blobs = await OpenAsync(store, folder);
        var content = RandomNumberGenerator.GetBytes((9 << 20) + 12345);
        await using var writer = await blobs.CreateAsync(Stop);
        foreach (var piece in content.Chunk(65_536 + 7))
        {
            await writer.WriteAsync(piece, Stop);
        }

        await writer.CommitAsync(Stop);

        await using var read = await blobs.OpenReadAsync(writer.Name, Stop);
        Assert.True(read.CanSeek);
        Assert.Equal(content.Length, read.Length);
        foreach (var place in (int[])[8 << 20, 0, content.Length - 5, 4_194_300])
        {
            read.Seek(place, SeekOrigin.Begin);
            var part = new byte[Math.Min(100, content.Length - place)];
            await read.ReadExactlyAsync(part, Stop);
            Assert.True(part.AsSpan().SequenceEqual(content.AsSpan(place, part.Length)));
        }

        read.Seek(0, SeekOrigin.Begin);
        Assert.Equal(SHA256.HashData(content), await SHA256.HashDataAsync(read, Stop));
        Assert.Equal([writer.Name], await blobs.ListAsync(Stop).ToListAsync(Stop));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Dispose_WithoutCommit_LeavesNothing(string store)
    {
        using var folder = new TestFolder();
        var blobs = await OpenAsync(store, folder);
        string name;
        await using (var writer = await blobs.CreateAsync(Stop))
        {
            name = writer.Name;
            await writer.WriteAsync(new byte[5 << 20], Stop);
            await Assert.ThrowsAsync<FileNotFoundException>(() => blobs.OpenReadAsync(name, Stop));
        }

        await Assert.ThrowsAsync<FileNotFoundException>(() => blobs.OpenReadAsync(name, Stop));
        Assert.Empty(await blobs.ListAsync(Stop).ToListAsync(Stop));
        Assert.Empty(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Delete_Twice_IsTheSameAsOnce(string store)
    {
        using var folder = new TestFolder();
        var blobs = await OpenAsync(store, folder);
        await using var writer = await blobs.CreateAsync(Stop);
        await writer.WriteAsync(new byte[100], Stop);
        await writer.CommitAsync(Stop);
        await blobs.DeleteAsync(writer.Name, Stop);
        await blobs.DeleteAsync(writer.Name, Stop);
        await Assert.ThrowsAsync<FileNotFoundException>(() => blobs.OpenReadAsync(writer.Name, Stop));
    }

    /// <summary>Threat: a name from a tampered row climbs out of the store.</summary>
    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Open_OfANameNotMadeHere_IsRefused(string store)
    {
        using var folder = new TestFolder();
        var blobs = await OpenAsync(store, folder);
        await Assert.ThrowsAsync<ArgumentException>(() => blobs.OpenReadAsync("../../../../../etc/passwd", Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => blobs.DeleteAsync(new string('A', 32), Stop));
    }

    /// <summary>Threat: file times and modes tell when a report came, or let others read.</summary>
    [Fact]
    public async Task Commit_ToFiles_GivesOneTimeForAllAndOwnerOnlyAccess()
    {
        using var folder = new TestFolder();
        var blobs = new FileSealedBlobs(folder.Path);
        await using var writer = await blobs.CreateAsync(Stop);
        await writer.WriteAsync(new byte[100], Stop);
        await writer.CommitAsync(Stop);
        var path = Assert.Single(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
        var oneTime = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        Assert.Equal(oneTime, File.GetLastWriteTimeUtc(path));
        Assert.All(Directory.GetDirectories(folder.Path, "*", SearchOption.AllDirectories).Append(folder.Path), inside => Assert.Equal(oneTime, Directory.GetLastWriteTimeUtc(inside)));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public async Task DropUnfinished_AfterAKill_TakesOldPartsOnly()
    {
        using var folder = new TestFolder();
        var blobs = new FileSealedBlobs(folder.Path);
        var old = Path.Combine(folder.Path, "0123.partial");
        var young = Path.Combine(folder.Path, "4567.partial");
        await File.WriteAllBytesAsync(old, new byte[10], Stop);
        await File.WriteAllBytesAsync(young, new byte[10], Stop);
        var now = TimeProvider.System.GetUtcNow();
        File.SetLastWriteTimeUtc(old, now.UtcDateTime.AddDays(-2));
        Assert.Equal(1, await blobs.DropUnfinishedAsync(now.AddDays(-1), Stop));
        Assert.Equal([young], Directory.GetFiles(folder.Path));
    }

    private async Task<ISealedBlobs> OpenAsync(string store, TestFolder folder) => store == "azure"
        ? new AzureSealedBlobs(await azurite.ConnectionStringAsync(), "t" + Guid.NewGuid().ToString("N"))
        : new FileSealedBlobs(folder.Path);
}

using ReportingService.Scrubbing.Scratch;

namespace ReportingService.Scrubbing.Tests;

public sealed class EncryptedScratchTests : IDisposable
{
    private readonly string folder = Path.Combine(AppContext.BaseDirectory, "scratch-" + Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, true);
        }
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(256 << 10)]
    [InlineData((256 << 10) + 1)]
    [InlineData((3 << 20) + 12345)]
    public async Task Read_AnyPlace_GivesWhatWasWritten(int length)
    {
        var dice = new Dice(length);
        var plain = new byte[length];
        for (var i = 0; i < length; i++)
        {
            plain[i] = (byte)dice.Next(256);
        }

        using var context = Context(new ScrubBudget());
        await using var scratch = new EncryptedScratch(context);
        for (var at = 0; at < length;)
        {
            var take = Math.Min(length - at, 1 + dice.Next(100_000));
            await scratch.AppendAsync(plain.AsMemory(at, take));
            at += take;
        }

        Assert.Equal(length > 256 << 10, scratch.OnDisk);
        for (var round = 0; round < 60; round++)
        {
            var at = dice.Next(length);
            var part = new byte[Math.Min(length - at, 1 + dice.Next(200_000))];
            scratch.Position = at;
            await scratch.ReadExactlyAsync(part, TestContext.Current.CancellationToken);
            Assert.True(plain.AsSpan(at, part.Length).SequenceEqual(part));
        }
    }

    // Threat: the disk is imaged while, or after, a file is scrubbed. What lies there is looked at through the open handle.
    [Fact]
    public async Task Write_LargeFile_LeavesNoPlaintextAndNoNameOnDisk()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Needs /proc.");
        }

        using var context = Context(new ScrubBudget());
        await using var scratch = new EncryptedScratch(context);
        var plain = new byte[1 << 20];
        for (var at = 0; at + Secret.Ascii.Length <= plain.Length; at += Secret.Ascii.Length)
        {
            Secret.Ascii.CopyTo(plain, at);
        }

        await scratch.AppendAsync(plain);
        Assert.True(scratch.OnDisk);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        Assert.True(Secret.In(plain));
        var link = Assert.Single(Directory.GetFileSystemEntries("/proc/self/fd"), IsOurs);
        await using var raw = new FileStream(link, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[raw.Length];
        await raw.ReadExactlyAsync(bytes, TestContext.Current.CancellationToken);
        Assert.True(bytes.Length > 500_000);
        Assert.False(Secret.In(bytes));
    }

    [Fact]
    public async Task Write_BeyondTheSharedBudget_IsBusy()
    {
        using var context = Context(new ScrubBudget(scratchBytes: 10 << 20) { Patience = TimeSpan.FromMilliseconds(50) });
        await using var scratch = new EncryptedScratch(context);
        var piece = new byte[1 << 20];
        var refusal = await Assert.ThrowsAsync<RefusedException>(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                await scratch.AppendAsync(piece);
            }
        });
        Assert.Equal(RefusalCode.Busy, refusal.Code);
    }

    [Fact]
    public async Task Dispose_AfterUse_GivesTheRoomBack()
    {
        var budget = new ScrubBudget(scratchBytes: 100 << 20);
        using var context = Context(budget);
        await using (var scratch = new EncryptedScratch(context))
        {
            await scratch.AppendAsync(new byte[1 << 20]);
            Assert.True(budget.FreeScratch < 100 << 20);
        }

        Assert.Equal(100 << 20, budget.FreeScratch);
    }

    // Other tests open and close files meanwhile: a name that is gone when it is looked at is not ours, which stays open.
    private bool IsOurs(string link) => new FileInfo(link).LinkTarget is { } target && target.StartsWith(folder, StringComparison.Ordinal);

    private ScrubContext Context(ScrubBudget budget) =>
        new(new ScrubOptions { ScratchFolder = folder, Budget = budget }, ScrubLimits.Default, TestContext.Current.CancellationToken);
}

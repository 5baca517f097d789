using ReportingService.TestKit;
using ReportingService.TestKit.Running;
using static ReportingService.Standalone.Tests.Operator;

namespace ReportingService.Standalone.Tests;

/// <summary>A backup that was killed, cut short or mixed with another is never taken for a whole one; a restore that was killed never started on.</summary>
public sealed class BackupKilledTests
{
    [Theory]
    [InlineData("blobs")]
    [InlineData("keys")]
    public async Task Restore_OfABackupKilledHalfway_IsRefused(string at)
    {
        using var folder = new TestFolder();
        await SeedAsync(folder["data"]);

        // A pipe that nobody writes to: whoever copies it waits there until killed.
        using (var pipe = new ChildProcess("mkfifo", [folder["data", at, "zzzz"]]))
        {
            Assert.Equal(0, await pipe.WaitAsync(TimeSpan.FromSeconds(60)));
        }

        using (var backup = new ChildProcess("dotnet", ["exec", RunningProduct.Program, "backup", "--data", folder["data"], "--out", folder["half"], "--keys-out", folder["half-keys"]]))
        {
            await Wait.UntilAsync(() => File.Exists(at == "blobs" ? folder["half", "blobs", "zzzz"] : folder["half-keys", "zzzz"]), "half copied");
            backup.Kill();
        }

        // As far as a glance tells, both folders are there.
        File.Copy(folder["data", "keys", "trust.json"], folder["half-keys", "trust.json"], overwrite: true);

        var (code, output) = await RunAsync("restore", "--data", folder["again"], "--from", folder["half"], "--keys-from", folder["half-keys"]);
        Assert.Equal(2, code);
        Assert.Contains("is not a whole backup", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["again"]));

        // The control: without the pipe the same command makes a backup that is restored.
        File.Delete(folder["data", at, "zzzz"]);
        await BackupAsync(folder, "whole");
        (code, output) = await RunAsync("restore", "--data", folder["again"], "--from", folder["whole"], "--keys-from", folder["whole-keys"]);
        Assert.True(code == 0, output);
        Assert.False(File.Exists(folder["again", "restore-unfinished"]));
        Assert.Empty(Directory.GetFiles(folder["again"], "backup-complete", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Restore_OfAMixedOrCutBackup_IsRefusedAndAKilledRestoreNotStarted()
    {
        using var folder = new TestFolder();
        await SeedAsync(folder["data"]);
        await BackupAsync(folder, "one");
        await BackupAsync(folder, "two");
        await RefusedAsync("one", "two-keys", "two different backups");
        var kept = await File.ReadAllBytesAsync(folder["one-keys", "router", "router-identity.key"]);
        File.Delete(folder["one-keys", "router", "router-identity.key"]);
        await RefusedAsync("one", "one-keys", "cut short");
        await File.WriteAllBytesAsync(folder["one-keys", "router", "router-identity.key"], kept);
        var database = await File.ReadAllBytesAsync(folder["one", "reports.db"]);
        await File.WriteAllBytesAsync(folder["one", "reports.db"], database[..(database.Length / 2)]);
        await RefusedAsync("one", "one-keys", "exchanged");
        await File.WriteAllBytesAsync(folder["one", "reports.db"], [.. database[..^1], (byte)(database[^1] ^ 1)]);
        await RefusedAsync("one", "one-keys", "exchanged");
        await File.WriteAllBytesAsync(folder["one", "reports.db"], database);

        // The control: whole again. Then the mark that a killed restore leaves.
        Assert.Equal(0, (await RunAsync("restore", "--data", folder["again"], "--from", folder["one"], "--keys-from", folder["one-keys"])).Code);
        await File.WriteAllTextAsync(folder["again", "restore-unfinished"], "");
        var (code, output) = await RunAsync("--demo", "--data", folder["again"], "--citizen-url", $"http://127.0.0.1:{FreePort.Next()}", "--staff-url", $"http://localhost:{FreePort.Next()}");
        Assert.Equal(1, code);
        Assert.Contains("did not finish", output, StringComparison.Ordinal);

        async Task RefusedAsync(string from, string keys, string why)
        {
            var (refused, said) = await RunAsync("restore", "--data", folder["again"], "--from", folder[from], "--keys-from", folder[keys]);
            Assert.Equal(2, refused);
            Assert.Contains(why, said, StringComparison.Ordinal);
            Assert.False(Directory.Exists(folder["again"]));
        }
    }

    private static async Task BackupAsync(TestFolder folder, string name)
    {
        var (code, output) = await RunAsync("backup", "--data", folder["data"], "--out", folder[name], "--keys-out", folder[name + "-keys"]);
        Assert.True(code == 0, output);
    }

    private static async Task SeedAsync(string data)
    {
        using var product = await RunningProduct.StartAsync(data);
        await product.Process.StopAsync(TimeSpan.FromSeconds(60));
    }
}

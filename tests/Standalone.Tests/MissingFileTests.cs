using ReportingService.TestKit;
using ReportingService.TestKit.Running;
using static ReportingService.Standalone.Tests.Operator;

namespace ReportingService.Standalone.Tests;

/// <summary>What a custodian or an operator named is not there, or is there already: which it is, and the code that says so.</summary>
public sealed class MissingFileTests
{
    [Fact]
    public async Task Command_FileNamedThatIsNotThere_ExitsWithTwoAndNamesIt()
    {
        using var folder = new TestFolder();
        using var product = await RunningProduct.StartAsync(folder["data"]);
        var missing = folder["medium", "recovery-police.key"];
        foreach (var command in new string[][]
        {
            ["grant", "--user", "officer.ps-gjilan", "--desk", "PS_GJILAN", "--recovery-key", missing],
            ["keys", "release", "--domain", "police", "--recovery-key", missing],
            ["keys", "sign", "--roots", folder["medium"]],
        })
        {
            var (code, output) = await RunAsync([.. command, "--data", folder["data"]]);
            Assert.True(code == 2, $"{string.Join(' ', command)}: {code} {output}");
            Assert.Contains(folder["medium"], output, StringComparison.Ordinal);
        }

        // A key that is there and is not the one is refused: that is 1.
        var other = folder["data", "demo-roots", "recovery-helpline.key"];
        Assert.Equal(1, (await RunAsync("keys", "release", "--domain", "police", "--recovery-key", other, "--data", folder["data"])).Code);
        Assert.Equal(0, (await RunAsync("keys", "sign", "--roots", folder["data", "demo-roots"], "--data", folder["data"])).Code);
    }

    [Fact]
    public async Task Backup_FolderThatIsThere_IsNamed()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["data"]);
        await File.WriteAllTextAsync(folder["data", "reports.db"], string.Empty, TestContext.Current.CancellationToken);
        Directory.CreateDirectory(folder["there"]);

        var (code, output) = await BackupAsync("new", "there");
        Assert.Equal((1, true, false), (code, output.Contains(folder["there"] + " exists already", StringComparison.Ordinal), output.Contains(folder["new"], StringComparison.Ordinal)));
        (code, output) = await BackupAsync("there", "new");
        Assert.Equal((1, true), (code, output.Contains(folder["there"] + " exists already", StringComparison.Ordinal)));
        (code, output) = await BackupAsync("new", "new");
        Assert.Equal((1, true), (code, output.Contains("two folders", StringComparison.Ordinal)));
        Assert.False(Directory.Exists(folder["new"]));

        Task<(int Code, string Output)> BackupAsync(string to, string keys) => RunAsync("backup", "--out", folder[to], "--keys-out", folder[keys], "--data", folder["data"]);
    }
}

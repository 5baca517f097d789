using ReportingService.TestKit;
using ReportingService.TestKit.Running;
using static ReportingService.Standalone.Tests.Operator;

namespace ReportingService.Standalone.Tests;

/// <summary>What was asked wrongly is told in a sentence and ends with 2: a monitor takes 1 for something broken, and nobody reads a page of program text.</summary>
public sealed class BadArgumentTests
{
    private static readonly string Digits = new('1', 40);

    /// <summary>Every command, with each of its arguments empty in turn.</summary>
    [Fact]
    public async Task Command_EmptyArgument_SaysWhichAndExitsWithTwo()
    {
        using var folder = new TestFolder();
        await Parallel.ForEachAsync(
            new string[][]
            {
                ["--data"], ["--demo", "--data"], ["status", "--data"], ["audit", "verify", "--data"], ["audit", "verify", "--anchor"],
                ["backup", "--keys-out", folder["k"], "--out"], ["backup", "--out", folder["o"], "--keys-out"],
                ["restore", "--keys-from", folder["k"], "--from"], ["restore", "--from", folder["o"], "--keys-from"], ["restore", "--from", folder["o"], "--keys-from", folder["k"], "--data"],
                ["keys", "make-roots", "--data", folder["data"], "--out"], ["keys", "make-roots", "--out", folder["o"], "--data"],
                ["keys", "sign", "--roots"], ["keys", "sign", "--roots", folder["o"], "--desk"], ["keys", "release", "--domain", "police", "--recovery-key"],
                ["keys", "repin", "--fingerprint"], ["keys", "repin", "--fingerprint", Digits, "--data"],
                ["grant", "--desk", "PS_GJILAN", "--recovery-key", folder["k"], "--user"], ["grant", "--user", "u", "--recovery-key", folder["k"], "--desk"],
                ["grant", "--user", "u", "--desk", "PS_GJILAN", "--recovery-key"], ["grant", "--user", "u", "--desk", "PS_GJILAN", "--recovery-key", folder["k"], "--fingerprint"],
                ["scrub", folder["o"]], ["route"], ["route", folder["o"], "--routing"],
            },
            new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = TestContext.Current.CancellationToken },
            async (command, _) =>
            {
                var (code, output) = await RunAsync([.. command, string.Empty]);
                Assert.True(code == 2 && output.Contains(" is empty: ", StringComparison.Ordinal), $"{string.Join(' ', command)}: {code} {output}");
                Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
            });
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Command_NonsenseArgument_SaysWhatIsWrongAndExitsWithTwo()
    {
        using var folder = new TestFolder();
        await MakeInstanceAsync(folder);
        var file = folder["file"];
        await File.WriteAllTextAsync(file, "[{\"text\":\"a\",\"pin\":{\"lat\":\"x\",\"lon\":true}}]");
        foreach (var (command, said) in new (string[], string)[]
        {
            (["--demo", "--data", file], $"{file} is a file"),
            (["keys", "make-roots", "--out", folder["new"], "--data", file], $"{file} is a file"),
            (["keys", "make-roots", "--out", Path.Combine(file, "x"), "--data", folder["new"]], $"{file} is a file"),
            (["backup", "--out", Path.Combine(file, "x"), "--keys-out", folder["new"], "--data", folder["data"]], $"{file} is a file"),
            (["backup", "--out", folder["new"], "--keys-out", Path.Combine(file, "x"), "--data", folder["data"]], $"{file} is a file"),
            (["restore", "--from", folder["data"], "--keys-from", folder["data"], "--data", file], $"{file} is a file"),
            (["scrub", file, Path.Combine(file, "x")], $"{file} is a file"),
            (["keys", "sign", "--roots", folder.Path, "--desk", "NONSENSE", "--data", folder["data"]], "no desk NONSENSE"),
            (["grant", "--user", "nobody", "--desk", "NONSENSE", "--recovery-key", RecoveryKey(folder), "--data", folder["data"]], "no desk NONSENSE"),
            (["grant", "--user", "nobody", "--desk", "PS_GJILAN", "--recovery-key", RecoveryKey(folder), "--data", folder["data"]], "no account nobody"),
            (["grant", "--user", "nobody", "--desk", "PS_GJILAN", "--recovery-key", RecoveryKey(folder), "--fingerprint", "12", "--data", folder["data"]], "40 digits"),
            (["keys", "repin", "--fingerprint", "12", "--data", folder["data"]], "40 digits"),
            (["status", "--data", folder["data"], "--data", folder["data"]], "--data"),
        })
        {
            var (code, output) = await RunAsync(command);
            Assert.True(code == 2 && output.Contains(said, StringComparison.Ordinal), $"{string.Join(' ', command)}: {code} {output}");
            Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
            Assert.False(Path.Exists(folder["new"]), string.Join(' ', command));
        }

        // Another key's digits are no mistyping but a difference, and what cannot be read is a fault of the instance: that is 1.
        Assert.Equal(1, (await RunAsync("keys", "repin", "--fingerprint", Digits, "--data", folder["data"])).Code);
        var (routed, list) = await RunAsync("route", file);
        Assert.True(routed == 0 && list.Contains("The pin of case 1 is not", StringComparison.Ordinal), list);
        await File.WriteAllTextAsync(folder["data", "reports.db"], "no database");
        var (broken, why) = await RunAsync("status", "--data", folder["data"]);
        Assert.Equal((1, false), (broken, why.Contains("   at ", StringComparison.Ordinal)));
        await File.WriteAllTextAsync(folder["data", "keys", "trust.json"], "{");
        (broken, why) = await RunAsync("status", "--data", folder["data"]);
        Assert.Equal((1, false, true), (broken, why.Contains("   at ", StringComparison.Ordinal), why.Contains("trust.json", StringComparison.Ordinal)));
    }

    /// <summary>A monitor reads 1 as a broken log. The log is intact here, and nothing was said about it before FILE was tried.</summary>
    [Fact]
    public async Task VerifyAudit_AnchorThatCannotBeWritten_ExitsWithTwoBeforeTheLogIsRead()
    {
        using var folder = new TestFolder();
        await MakeInstanceAsync(folder);
        Directory.CreateDirectory(folder["folder"]);
        await File.WriteAllTextAsync(folder["file"], "mine");
        foreach (var anchor in new[] { folder["folder"], folder["not", "there"], Path.Combine(folder["file"], "x"), "/proc/anchor" })
        {
            var (code, output) = await RunAsync("audit", "verify", "--anchor", anchor, "--data", folder["data"]);
            Assert.True(code == 2 && output.Contains($"cannot be remembered in {anchor}", StringComparison.Ordinal), $"{anchor}: {code} {output}");
            Assert.DoesNotContain("intact", output, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetFiles(folder.Path, "*.new", SearchOption.AllDirectories));
        Assert.Equal(0, (await RunAsync("audit", "verify", "--anchor", folder["anchor"], "--data", folder["data"])).Code);
        Assert.Contains("continues", (await RunAsync("audit", "verify", "--anchor", folder["anchor"], "--data", folder["data"])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copy_IntoWhatIsCopied_IsRefused()
    {
        using var folder = new TestFolder();
        await MakeInstanceAsync(folder);
        Directory.CreateSymbolicLink(folder["link"], folder["data"]);
        foreach (var (sealedPart, keys) in new[] { (folder["data", "blobs", "x"], folder["k"]), (folder["o"], folder["data", "keys", "y"]), (folder["link", "x"], folder["k"]) })
        {
            var (code, output) = await RunAsync("backup", "--out", sealedPart, "--keys-out", keys, "--data", folder["data"]);
            Assert.True(code == 1 && output.Contains("lies in the instance", StringComparison.Ordinal), $"{sealedPart} {keys}: {code} {output}");
            Assert.False(Path.Exists(sealedPart) || Path.Exists(keys));
        }

        Assert.Equal(0, (await RunAsync("backup", "--out", folder["o"], "--keys-out", folder["k"], "--data", folder["data"])).Code);
        Directory.CreateSymbolicLink(folder["other"], folder["k"]);
        foreach (var inside in new[] { folder["o", "r"], folder["k", "r"], folder["other", "r"] })
        {
            var (code, output) = await RunAsync("restore", "--from", folder["o"], "--keys-from", folder["k"], "--data", inside);
            Assert.True(code == 1 && output.Contains("lies in the backup", StringComparison.Ordinal), $"{inside}: {code} {output}");
            Assert.False(Path.Exists(inside));
        }

        Assert.Equal(0, (await RunAsync("restore", "--from", folder["o"], "--keys-from", folder["k"], "--data", folder["again"])).Code);

        // Threat: whoever gets the instance would get its roots.
        foreach (var (roots, data) in new[] { (folder["m"], folder["m"]), (folder["m", "roots"], folder["m"]), (folder["m"], folder["m", "data"]) })
        {
            Assert.Equal(1, (await RunAsync("keys", "make-roots", "--out", roots, "--data", data)).Code);
            Assert.False(Path.Exists(folder["m"]));
        }
    }

    private static string RecoveryKey(TestFolder folder) => folder["roots", "recovery-police.key"];

    /// <summary>A real one that was started once.</summary>
    private static async Task MakeInstanceAsync(TestFolder folder)
    {
        var (code, said) = await RunAsync("keys", "make-roots", "--out", folder["roots"], "--data", folder["data"]);
        Assert.True(code == 0, said);
        using var product = await RunningProduct.StartAsync(folder["data"], extra: []);
        await product.Process.StopAsync(TimeSpan.FromSeconds(60));
    }
}

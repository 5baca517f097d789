using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportingService.Core.Keys;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;
using static ReportingService.Standalone.Tests.Operator;

namespace ReportingService.Standalone.Tests;

/// <summary>What the runbooks promise about a seeded instance: its copy, and a key signed at a later epoch.</summary>
public sealed class RestoreTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Restore_OfABackup_LeavesOutTheMemoryOfEpochsAndKeepsTheOtherKeys()
    {
        using var folder = new TestFolder();
        await SeedAsync(folder["data"]);
        await File.WriteAllTextAsync(folder["data", "keys", "seen-keys.json"], "PS_GJILAN 7 00", Stop);
        var (made, said) = await RunAsync("backup", "--data", folder["data"], "--out", folder["sealed"], "--keys-out", folder["keys"]);
        Assert.True(made == 0, said);
        foreach (var copy in new[] { folder["sealed"], folder["keys"] })
        {
            // Threat: a copy that others on the machine may read is the instance in their hands.
            Assert.All(Directory.GetFiles(copy, "*", SearchOption.AllDirectories), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
            Assert.All([copy, .. Directory.GetDirectories(copy, "*", SearchOption.AllDirectories)], inner => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(inner)));
        }

        // Positive control: the copy holds the file, so that its absence below is restore's doing.
        Assert.True(File.Exists(folder["keys", "seen-keys.json"]));

        var (code, output) = await RunAsync("restore", "--data", folder["again"], "--from", folder["sealed"], "--keys-from", folder["keys"]);
        Assert.True(code == 0, output);
        Assert.False(File.Exists(folder["again", "keys", "seen-keys.json"]));
        Assert.Contains("seen-keys.json", output, StringComparison.Ordinal);
        var kept = Directory.GetFiles(folder["data", "keys"], "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder["data", "keys"], file)).Where(file => file != "seen-keys.json").Order(StringComparer.Ordinal);
        Assert.Equal(kept, Directory.GetFiles(folder["again", "keys"], "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder["again", "keys"], file)).Order(StringComparer.Ordinal));
        Assert.Equal(0, (await RunAsync("audit", "verify", "--data", folder["again"])).Code);
        Assert.Equal(0, (await RunAsync("status", "--data", folder["again"])).Code);
    }

    [Fact]
    public async Task Sign_AtALaterEpoch_MakesThatKeyTheDesks()
    {
        using var folder = new TestFolder();
        await SeedAsync(folder["data"]);
        await using var services = ServicesOf(folder["data"]);
        var trust = LoadTrust(folder["data"]);
        await MakeAnewAsync(services, trust, "PS_GJILAN");

        using (var refused = new ChildProcess("sh", ["-c", "echo n | dotnet exec \"$0\" \"$@\"", RunningProduct.Program, "keys", "sign", "--roots", folder["data", "demo-roots"], "--data", folder["data"]]))
        {
            Assert.Equal(1, await refused.WaitAsync(TimeSpan.FromSeconds(60)));
            Assert.Contains("PS_GJILAN: not signed", refused.Output, StringComparison.Ordinal);
        }

        var (code, output) = await RunAsync("keys", "sign", "--roots", folder["data", "demo-roots"], "--data", folder["data"], "--yes");
        Assert.True(code == 0, output);
        Assert.Contains("PS_GJILAN: key of epoch 2", output, StringComparison.Ordinal);
        await using var db = await services.GetRequiredService<IDbContextFactory<ReportingDb>>().CreateDbContextAsync(Stop);
        Assert.Equal([UnitKeyState.Retired, UnitKeyState.Active], await db.UnitKeys.Where(key => key.Desk == "PS_GJILAN").OrderBy(key => key.Epoch).Select(key => key.State).ToListAsync(Stop));
        var verdict = UnitKeyChain.Verify("PS_GJILAN", KeyDomain.Police, await VerifiedDeskKeys.ChainAsync(db, "PS_GJILAN", Stop), trust, new ChainMemory(), TimeProvider.System.GetUtcNow());
        Assert.Equal(2, Assert.IsType<ChainVerdict.Current>(verdict).Key.Epoch);
        Assert.Equal(0, (await RunAsync("audit", "verify", "--data", folder["data"])).Code);
    }

    /// <summary>As a member does when the key has ended: pending, until a custodian signs.</summary>
    private static async Task MakeAnewAsync(ServiceProvider services, Trust trust, string desk)
    {
        NewUnitKey made;
        await using (var db = await services.GetRequiredService<IDbContextFactory<ReportingDb>>().CreateDbContextAsync(Stop))
        {
            var member = await (from grant in db.UnitKeyGrants join account in db.Accounts on grant.AccountId equals account.Id where grant.Desk == desk select account).FirstAsync(Stop);
            made = UnitKeyMaker.CreateAnew(
                await VerifiedDeskKeys.ChainAsync(db, desk, Stop), new UnitMember(member.Id, PublicKey.FromBytes(member.PublicKey!)), trust, TimeProvider.System.GetUtcNow());
        }

        await services.GetRequiredService<IDatabaseWriter>().WriteAsync(
            (db, _) =>
            {
                db.UnitKeys.Add(made.Record.ToRow(made.RecoveryWrap));
                db.UnitKeyGrants.AddRange(made.Grants.Select(grant => new UnitKeyGrant { Desk = desk, Epoch = made.Record.Epoch, AccountId = grant.AccountId, Wrapped = grant.Wrapped }));
                return Task.FromResult(true);
            },
            Stop);
    }

    private static async Task SeedAsync(string data)
    {
        using var product = await RunningProduct.StartAsync(data);
        await product.Process.StopAsync(TimeSpan.FromSeconds(60));
    }

    private static Trust LoadTrust(string data)
    {
        using var file = File.OpenRead(Path.Combine(data, "keys", "trust.json"));
        return Trust.Load(file);
    }
}

using System.Text;
using ReportingService.Core.Keys;
using ReportingService.Sealing;

namespace ReportingService.Opening.Tests.Roots;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class RootKeyFilesTests : IDisposable
{
    private readonly string _folder = Path.Combine(AppContext.BaseDirectory, "roots-" + Guid.NewGuid().ToString("N"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Make_AnInstallation_WritesKeysThatReadBack()
    {
        var made = RootKeyFiles.Make(_folder);
        using var json = File.OpenRead(Path.Combine(_folder, "trust.json"));
        var trust = Trust.Load(json);
        Assert.Equal(made.Instance, trust.Instance);
        foreach (var domain in Enum.GetValues<KeyDomain>())
        {
            using var recovery = RootKeyFiles.ReadRecovery(Path.Combine(_folder, RootKeyFiles.RecoveryFile(domain)), domain, trust);
            using var root = RootKeyFiles.ReadRoot(Path.Combine(_folder, RootKeyFiles.RootFile(domain)), domain, trust);
            var pending = UnitKeyMaker.CreateFirst("DESK", domain, new TestMember().Public, trust, World.Now).Record;
            var signed = root.Sign(pending, [], World.Now);
            Assert.IsType<ChainVerdict.Current>(UnitKeyChain.Verify("DESK", domain, [signed], trust, new ChainMemory(), World.Now));
        }

        using var identity = RootKeyFiles.ReadRouterIdentity(Path.Combine(_folder, "router-identity.key"), trust);
        Assert.Equal(trust.RouterIdentity, identity.Public);
        Assert.Equal(10, Directory.GetFiles(_folder).Length);
        foreach (var file in Directory.GetFiles(_folder, "*.key"))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public void Make_ASecondTime_OverwritesNothing()
    {
        RootKeyFiles.Make(_folder);
        var before = Directory.GetFiles(_folder).ToDictionary(f => f, File.ReadAllText);
        Assert.Throws<IOException>(() => RootKeyFiles.Make(_folder));
        Assert.Equal(before, Directory.GetFiles(_folder).ToDictionary(f => f, File.ReadAllText));
    }

    [Fact]
    public void Read_WrongKindDomainInstanceModeOrContent_IsRefused()
    {
        var trust = RootKeyFiles.Make(_folder);
        string At(string name) => Path.Combine(_folder, name);
        Assert.Throws<FormatException>(() => RootKeyFiles.ReadRecovery(At("root-police.key"), KeyDomain.Police, trust));
        Assert.Throws<FormatException>(() => RootKeyFiles.ReadRecovery(At("recovery-pik.key"), KeyDomain.Police, trust));
        using var elsewhere = new World();
        Assert.Throws<FormatException>(() => RootKeyFiles.ReadRecovery(At("recovery-pik.key"), KeyDomain.Pik, elsewhere.Trust));

        // Of this installation by its head, but not the pinned key.
        var text = File.ReadAllText(At("recovery-police.key"));
        var other = File.ReadAllText(At("recovery-pik.key"));
        File.WriteAllText(At("recovery-police.key"), text[..text.IndexOf("private", StringComparison.Ordinal)] + other[other.IndexOf("private", StringComparison.Ordinal)..]);
        Assert.Throws<SealBrokenException>(() => RootKeyFiles.ReadRecovery(At("recovery-police.key"), KeyDomain.Police, trust));

        File.WriteAllText(At("recovery-pik.key"), other.Replace("=", "!", StringComparison.Ordinal));
        Assert.Throws<FormatException>(() => RootKeyFiles.ReadRecovery(At("recovery-pik.key"), KeyDomain.Pik, trust));
        File.WriteAllText(At("recovery-pik.key"), other);
        File.SetUnixFileMode(At("recovery-pik.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Throws<FormatException>(() => RootKeyFiles.ReadRecovery(At("recovery-pik.key"), KeyDomain.Pik, trust));
        File.SetUnixFileMode(At("recovery-pik.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        RootKeyFiles.ReadRecovery(At("recovery-pik.key"), KeyDomain.Pik, trust).Dispose();
    }

    [Fact]
    public void TrustJson_OfAnInstallation_HoldsNoPrivateKey()
    {
        RootKeyFiles.Make(_folder);
        var json = File.ReadAllText(Path.Combine(_folder, "trust.json"));
        foreach (var file in Directory.GetFiles(_folder, "*.key"))
        {
            var line = File.ReadAllLines(file)[^1];
            var scalar = line["private: ".Length..];
            Assert.Equal(32, Convert.FromBase64String(scalar).Length);
            Assert.DoesNotContain(scalar[..40], json, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToHexString(Convert.FromBase64String(scalar)), json, StringComparison.OrdinalIgnoreCase);
        }

        // Positive control: the search finds a key that is there.
        var pinned = Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(_folder, "trust.json")));
        Assert.Contains("routerIdentity", pinned, StringComparison.Ordinal);
    }
}

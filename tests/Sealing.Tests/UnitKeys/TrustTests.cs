using System.Text;
using ReportingService.Core.Keys;

namespace ReportingService.Sealing.Tests.UnitKeys;

public sealed class TrustTests
{
    [Fact]
    public void Load_Saved_GivesTheSameKeys()
    {
        var trust = Some.Trust();
        var read = Trust.Load(new MemoryStream(Json(trust)));
        Assert.Equal(trust.Instance, read.Instance);
        Assert.Equal(trust.RouterIdentity, read.RouterIdentity);
        Assert.All(Enum.GetValues<KeyDomain>(), d => Assert.Equal(trust.Of(d), read.Of(d)));
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2", "version")]
    [InlineData("\"helpline\"", "\"helplin\"", "helpline")]
    [InlineData("\"routerIdentity\": \"B", "\"routerIdentity\": \"C", "P-256")]
    [InlineData("\"instance\": \"8", "\"instance\": \"", "instance")]
    [InlineData("{", "[", "")]
    public void Load_Damaged_IsRefusedNamingTheField(string good, string bad, string named)
    {
        var json = Encoding.UTF8.GetString(Json(Some.Trust()));
        var at = json.IndexOf(good, StringComparison.Ordinal);
        Assert.True(at >= 0);
        var damaged = json[..at] + bad + json[(at + good.Length)..];
        var error = Assert.Throws<FormatException>(() => Trust.Load(new MemoryStream(Encoding.UTF8.GetBytes(damaged))));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Threat: one custodian's key stands for two domains.</summary>
    [Fact]
    public void New_TwoDomainsShareAKey_IsRefused()
    {
        var root = Some.VerifyingKey();
        var recovery = Some.PublicKey();
        Dictionary<KeyDomain, DomainTrust> With(Func<DomainTrust> make) => Enum.GetValues<KeyDomain>().ToDictionary(d => d, _ => make());
        Assert.Throws<ArgumentException>(() => new Trust(Some.Instance, With(() => new(root, Some.PublicKey())), Some.VerifyingKey()));
        Assert.Throws<ArgumentException>(() => new Trust(Some.Instance, With(() => new(Some.VerifyingKey(), recovery)), Some.VerifyingKey()));
        Assert.Throws<ArgumentException>(() => new Trust(Some.Instance, new Dictionary<KeyDomain, DomainTrust>(), Some.VerifyingKey()));
    }

    private static byte[] Json(Trust trust)
    {
        using var json = new MemoryStream();
        trust.Save(json);
        return json.ToArray();
    }
}

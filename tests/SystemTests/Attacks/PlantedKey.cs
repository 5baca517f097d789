using ReportingService.Core.Keys;
using ReportingService.Opening;
using ReportingService.Sealing;

namespace ReportingService.SystemTests.Attacks;

/// <summary>A desk key that somebody made for themselves, to be put in the place of the true one.</summary>
internal sealed class PlantedKey : IDisposable
{
    private readonly NewAccount attacker;

    private PlantedKey(NewAccount attacker, NewUnitKey made, UnitPrivateKey key) => (this.attacker, Made, Key) = (attacker, made, key);

    public NewUnitKey Made { get; }

    public UnitPrivateKey Key { get; }

    public byte[] AttackersPublicKey => attacker.PublicKey.ToBytes();

    public static Trust TrustOf(string dataFolder)
    {
        using var json = File.OpenRead(Path.Combine(dataFolder, "keys", "trust.json"));
        return Trust.Load(json);
    }

    public static async Task<PlantedKey> MakeAsync(string dataFolder, string desk, KeyDomain domain, Guid? member = null)
    {
        var trust = TrustOf(dataFolder);
        using var vault = new AccountVault(trust);
        var id = member ?? Guid.NewGuid();
        var attacker = await vault.CreateAsync(id, "a passphrase of somebody else");
        var made = UnitKeyMaker.CreateFirst(desk, domain, new UnitMember(id, attacker.PublicKey), trust, DateTimeOffset.UtcNow);
        return new PlantedKey(attacker, made, UnitKeyOpener.Open(attacker.Account.Key, id, made.Record, trust.Instance, made.Grants[0].Wrapped));
    }

    public void Dispose()
    {
        Key.Dispose();
        attacker.Account.Dispose();
    }
}

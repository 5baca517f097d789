using ReportingService.Core.Keys;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.SystemTests.Attacks;
using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Browser;

/// <summary>A desk whose key has ended, for its page: a year does not pass in a test, so the key was made and signed a year ago.</summary>
internal static class EndedKey
{
    /// <summary>Puts it in the place of the desk's key. Before anybody has looked at the desk, or the product refuses another key than it saw.</summary>
    public static async Task PlantAsync(RunningProduct product, string desk, string user)
    {
        var rows = new Meddler(product.DataFolder);
        var trust = PlantedKey.TrustOf(product.DataFolder);
        var account = (await rows.RowsAsync("SELECT Id, PublicKey FROM Accounts WHERE UserName = $0", user)).Single();
        var then = DateTimeOffset.UtcNow.AddDays(-370);
        var member = new UnitMember(Guid.Parse((string)account[0]), PublicKey.FromBytes((byte[])account[1]));
        var made = UnitKeyMaker.CreateFirst(desk, KeyDomain.Police, member, trust, then);
        using var root = RootKeyFiles.ReadRoot(Path.Combine(product.DataFolder, "demo-roots", RootKeyFiles.RootFile(KeyDomain.Police)), KeyDomain.Police, trust);
        var record = root.Sign(made.Record, [], then);
        await rows.ChangeAsync(
            "UPDATE UnitKeys SET PublicKey = $0, SigningPublicKey = $1, Signature = $2, CreatedAt = $3, ExpiresAt = $4, RecoveryWrap = $5 WHERE Desk = $6",
            record.PublicKey, record.SigningPublicKey, record.Signature, record.CreatedAt.UtcTicks, record.ExpiresAt.UtcTicks, made.RecoveryWrap, desk);
        Assert.Equal(1, await rows.ChangeAsync("UPDATE UnitKeyGrants SET Wrapped = $0 WHERE Desk = $1 AND AccountId = $2", made.Grants.Single().Wrapped, desk, member.AccountId));
    }
}

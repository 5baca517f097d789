using System.Text;
using ReportingService.Core.Keys;
using ReportingService.Sealing;

namespace ReportingService.Opening.Tests;

/// <summary>Private keys, receipts and plain texts occur in nothing that is stored: searched raw, as hex and as base64.</summary>
public sealed class PrivateKeyCanaryTests
{
    [Fact]
    public async Task EverythingStored_OfOneCase_HoldsNoSecret()
    {
        using var world = new World();
        using var vault = new AccountVault(world.Trust);
        var accountId = Guid.NewGuid();
        var account = await vault.CreateAsync(accountId, "a passphrase of the duty desk");
        var made = UnitKeyMaker.CreateFirst("PS_GJILAN", KeyDomain.Police, new UnitMember(accountId, account.PublicKey), world.Trust, World.Now);
        var record = world.Root(KeyDomain.Police).Sign(made.Record, [], World.Now);
        using var unit = UnitKeyOpener.Open(account.Account.Key, accountId, record, world.Instance, made.Grants[0].Wrapped);
        var verified = Assert.IsType<ChainVerdict.Current>(world.Verify("PS_GJILAN", KeyDomain.Police, [record])).Key;
        var (routerRecord, routerKey) = RouterKeyMaker.Create(1, world.RouterIdentity, world.Instance, World.Now);

        using var receipt = Receipt.Mint();
        using var reporter = ReporterKey.From(receipt, world.Instance);
        using var pair = CaseKeyPair.Create(Protection.None);
        var binding = new CaseBinding(world.Instance, Core.Reports.ReportId.New(), pair.Public, reporter.Public);
        var wrap = pair.WrapToDesk(verified, binding);
        using var caseKey = unit.OpenCase(binding, wrap);
        EnvelopeContext At(Purpose purpose) => new(world.Instance, binding.Case, Guid.NewGuid(), purpose);
        var plain = Encoding.UTF8.GetBytes("dëshmia: kanarina-7193");
        using var blob = new MemoryStream();
        await using (var medium = new SealingStream(blob, reporter, reporter.Vouch(binding.Case, pair), At(Purpose.Media)))
        {
            for (var i = 0; i < 10_000; i++)
            {
                await medium.WriteAsync(plain);
            }

            await medium.CompleteAsync();
        }

        byte[][] stored =
        [
            account.SealedVault, account.PublicKey.ToBytes(), record.ToBytes(), made.RecoveryWrap, made.Grants[0].Wrapped,
            routerRecord.PublicKey, routerRecord.Signature, pair.WrapToRouter(routerRecord.Verify(world.Trust, new ChainMemory())!, binding, plain),
            wrap, pair.WrapToRecovery(world.Trust, KeyDomain.Police, binding), pair.Public.ToBytes(), reporter.Public.ToBytes(), reporter.Lookup,
            reporter.TagCase(binding.Case, pair.Public), blob.ToArray(), ReporterItemSealer.Seal(reporter, reporter.Vouch(binding.Case, pair), At(Purpose.Text), plain),
            HolderItemSealer.Seal(caseKey, At(Purpose.Note), plain), ReporterItemSealer.SealOutcome(reporter, At(Purpose.Outcome), plain),
            UnitMessageSealer.Seal(caseKey, At(Purpose.Message), plain), ReporterMessageSealer.Seal(reporter, reporter.Vouch(binding.Case, pair), At(Purpose.Message), plain),
            Encoding.UTF8.GetBytes(string.Join('|', caseKey, unit, account.Account, routerKey, reporter, receipt, pair, world.RouterIdentity, binding, record, verified)),
        ];

        byte[][] secrets =
        [
            account.Account.Key.Scalar.ToArray(), account.Account.TotpSecret, unit.Opening.Scalar.ToArray(), unit.Signing.Scalar.ToArray(), routerKey.Scalar.ToArray(),
            caseKey.Key.Scalar.ToArray(), reporter.Scalar.ToArray(), receipt.Secret.ToArray(), Encoding.ASCII.GetBytes(receipt.Grouped),
            world.RecoveryScalar(KeyDomain.Police), world.RouterIdentity.Scalar.ToArray(), plain, "kanarina"u8.ToArray(), "a passphrase of the duty desk"u8.ToArray(),
        ];

        foreach (var secret in secrets)
        {
            Assert.All(stored, bytes => Assert.False(Occurs(secret, bytes)));

            // Positive control: the same search finds the secret where it is.
            Assert.True(Occurs(secret, [1, 2, .. secret, 3]));
            Assert.True(Occurs(secret, Encoding.ASCII.GetBytes("x" + Convert.ToHexStringLower(secret))));
            Assert.True(Occurs(secret, Encoding.ASCII.GetBytes("{\"k\":\"" + Convert.ToBase64String([9, .. secret]) + "\"}")));
        }
    }

    private static bool Occurs(byte[] secret, byte[] bytes)
    {
        IEnumerable<byte[]> forms =
        [
            secret,
            Encoding.ASCII.GetBytes(Convert.ToHexString(secret)),
            Encoding.ASCII.GetBytes(Convert.ToHexStringLower(secret)),
            .. Enumerable.Range(0, 3).Select(shift => Middle(secret, shift)),
        ];
        return forms.Any(form => bytes.AsSpan().IndexOf(form) >= 0);
    }

    /// <summary>The base64 of the bytes as it stands when they start at any of three offsets.</summary>
    private static byte[] Middle(byte[] secret, int shift)
    {
        var text = Convert.ToBase64String([.. new byte[shift], .. secret]);
        var first = shift == 0 ? 0 : 4;
        var whole = (shift + secret.Length) / 3 * 4;
        return Encoding.ASCII.GetBytes(text[first..whole]);
    }
}

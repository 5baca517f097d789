using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Sealing;

namespace ReportingService.Opening.Tests.Format;

/// <summary>EnvelopeFormat.md is enough to write envelopes that this code opens; and this code still opens what was written before.</summary>
public sealed class EnvelopeFormatTests
{
    private static readonly Guid Item = Guid.ParseExact("aaaabbbbccccddddeeeeffff00001111", "N");
    private static readonly InstanceId Instance = new(Guid.ParseExact("8b5e0a6453a34d519a9c0f2a7f3a1c11", "N"));
    private static readonly ReportId Case = new(Guid.ParseExact("11112222333344445555666677778888", "N"));

    private static readonly CaseBinding Binding = new(Instance, Case, Public(WrittenElsewhere.Case), Public(WrittenElsewhere.Reporter));
    private static readonly PrivateKey Recovery = PrivateKey.FromScalar(WrittenElsewhere.Recovery);
    private static readonly Trust Trust = new(
        Instance,
        Enum.GetValues<KeyDomain>().ToDictionary(d => d, d => d == KeyDomain.Police
            ? new DomainTrust(VerifyingKey.FromBytes(WrittenElsewhere.DomainRoot), Recovery.Public)
            : new DomainTrust(SigningKey.Create().Public, PrivateKey.Create().Public)),
        VerifyingKey.FromBytes(WrittenElsewhere.RouterIdentity));

    private static readonly UnitKeyRecord Unit = new(
        "PS_GJILAN", KeyDomain.Police, 3, Public(WrittenElsewhere.Unit).ToBytes(), default, default, Public(WrittenElsewhere.UnitSigning).ToBytes(), [], UnitKeyRecord.Root);

    [Fact]
    public async Task Open_WrittenByAnotherProgram_Opens()
    {
        using var member = PrivateKey.FromScalar(WrittenElsewhere.Member);
        using var unit = UnitKeyOpener.Open(member, Item, Unit, Instance, WrittenElsewhere.Grant);
        using var key = unit.OpenCase(Binding, WrittenElsewhere.CaseToDesk);
        Assert.Equal("përmbajtja"u8, ItemOpener.Open(key, At(Purpose.Text), WrittenElsewhere.Item));
        Assert.Equal("from a holder"u8, ItemOpener.Open(key, At(Purpose.Note), WrittenElsewhere.Note));
        using var reporter = PrivateKey.FromScalar(WrittenElsewhere.Reporter);
        Assert.Equal("accepted"u8, EnvelopeReader.OpenItem(
            EnvelopeForm.ItemFromReporter, reporter.Agreement, Binding.ReporterKey, At(Purpose.Outcome), WrittenElsewhere.Outcome));
        var fromUnit = MessageOpener.Open(key, At(Purpose.Message), WrittenElsewhere.FromUnit);
        Assert.Equal("from the unit"u8, fromUnit.Content);
        Assert.Equal(MessageSender.Unit, fromUnit.From);
        var fromReporter = MessageOpener.Open(key, At(Purpose.Message), WrittenElsewhere.FromReporter);
        Assert.Equal("from the reporter"u8, fromReporter.Content);
        Assert.Equal(MessageSender.Reporter, fromReporter.From);

        var blob = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Format", "medium.sealed"));
        await using var medium = await OpeningStream.OpenAsync(blob, key, At(Purpose.Media));
        using var whole = new MemoryStream();
        await medium.CopyToAsync(whole);
        Assert.Equal(Enumerable.Range(0, 150_000).Select(i => (byte)((i * 7) + (i / 251))), whole.ToArray());
    }

    [Fact]
    public void Unwrap_WrittenByAnotherProgram_Opens()
    {
        using var recovery = new RecoveryOpener(Recovery, KeyDomain.Police, Trust);
        recovery.OpenCase(Binding, WrittenElsewhere.CaseToRecovery).Dispose();
        recovery.OpenUnit(Unit, WrittenElsewhere.UnitToRecovery).Dispose();
        using var router = PrivateKey.FromScalar(WrittenElsewhere.Router);
        using var routed = RouterOpener.Open(router, 12, Binding, WrittenElsewhere.CaseToRouter);
        Assert.Equal("{\"labels\":1}"u8, routed.Labels);
        Assert.Equal(WrittenElsewhere.Fingerprint, KeyFingerprint.Of(Public(WrittenElsewhere.Unit)));
    }

    [Fact]
    public async Task Unlock_VaultWrittenByAnotherProgram_Opens()
    {
        using var vault = new AccountVault(Instance, [.. Enumerable.Repeat((byte)0x11, 32)], Argon2id.Derive);
        using var account = await vault.UnlockAsync(Item, WrittenElsewhere.Vault, "katër gështenja të pjekura");
        Assert.NotNull(account);
        Assert.Equal(Public(WrittenElsewhere.Member), account.Key.Public);
        Assert.Equal("12345678901234567890"u8, account.TotpSecret);
        Assert.True(account.TrustHolds);
    }

    [Fact]
    public void Verify_RecordsSignedByAnotherProgram_Fit()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(WrittenElsewhere.FirstCreated).AddDays(31);
        UnitKeyRecord[] chain = [UnitKeyRecord.FromBytes(WrittenElsewhere.Record1), UnitKeyRecord.FromBytes(WrittenElsewhere.Record2)];
        var current = Assert.IsType<ChainVerdict.Current>(UnitKeyChain.Verify("PS_GJILAN", KeyDomain.Police, chain, Trust, new ChainMemory(), now));
        Assert.Equal(2, current.Key.Epoch);
        var router = new RouterKeyRecord(12, Public(WrittenElsewhere.Router).ToBytes(), DateTimeOffset.FromUnixTimeSeconds(WrittenElsewhere.FirstCreated), WrittenElsewhere.RouterRecordSignature);
        Assert.NotNull(router.Verify(Trust, new ChainMemory()));
    }

    private static EnvelopeContext At(Purpose purpose) => new(Instance, Case, Item, purpose);

    private static PublicKey Public(byte[] scalar) => PublicKey.FromBytes(P256.PublicOf(scalar));
}

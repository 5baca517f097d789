using ReportingService.Core.Reports;

namespace ReportingService.Sealing.Tests.Receipts;

public sealed class ReporterKeyTests
{
    [Fact]
    public void From_SameReceipt_GivesTheSameKeysOnlyInTheSameInstance()
    {
        using var receipt = Receipt.Mint();
        using var first = ReporterKey.From(receipt, Some.Instance);
        using var again = ReporterKey.From(receipt, Some.Instance);
        using var elsewhere = ReporterKey.From(receipt, new InstanceId(Guid.NewGuid()));
        Assert.Equal(first.Public, again.Public);
        Assert.Equal(first.Lookup, again.Lookup);
        Assert.Equal(32, first.Lookup.Length);
        Assert.NotEqual(first.Public, elsewhere.Public);
        Assert.NotEqual(first.Lookup, elsewhere.Lookup);
    }

    /// <summary>Threat: the case's public key is exchanged in the database.</summary>
    [Fact]
    public void Vouch_ExchangedKeyCaseReceiptOrTag_IsNull()
    {
        using var key = ReporterKey.From(Receipt.Mint(), Some.Instance);
        using var stranger = ReporterKey.From(Receipt.Mint(), Some.Instance);
        var report = ReportId.New();
        var caseKey = Some.PublicKey();
        var tag = key.TagCase(report, caseKey);
        Assert.Equal(caseKey, key.Vouch(report, caseKey.Span, tag)!.Key);
        Assert.Null(key.Vouch(report, Some.PublicKey().Span, tag));
        Assert.Null(key.Vouch(report, new byte[65], tag));
        Assert.Null(key.Vouch(report, [], tag));
        Assert.Null(key.Vouch(ReportId.New(), caseKey.Span, tag));
        Assert.Null(stranger.Vouch(report, caseKey.Span, tag));
        Assert.Null(key.Vouch(report, caseKey.Span, []));
        tag[31] ^= 1;
        Assert.Null(key.Vouch(report, caseKey.Span, tag));
    }

    /// <summary>Values computed once from EnvelopeFormat.md by a separate program: a change here breaks every receipt already given.</summary>
    [Fact]
    public void From_AKnownReceipt_GivesTheWrittenDownKeys()
    {
        var good = Assert.IsType<ReceiptReading.Good>(Receipt.Read(Known.Receipt));
        using var key = ReporterKey.From(good.Receipt, Some.Instance);
        Assert.Equal(Known.Lookup, Convert.ToHexStringLower(key.Lookup));
        Assert.Equal(Known.PublicKey, Convert.ToHexStringLower(key.Public.Span));
    }

    [Fact]
    public void Use_AfterDispose_IsRefused()
    {
        var key = ReporterKey.From(Receipt.Mint(), Some.Instance);
        using var pair = CaseKeyPair.Create(Core.Keys.Protection.None);
        var theCase = key.Vouch(default, pair);
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.TagCase(ReportId.New(), Some.PublicKey()));
        Assert.Throws<ObjectDisposedException>(() => ReporterMessageSealer.Seal(key, theCase, default(EnvelopeContext) with { Instance = Some.Instance }, "x"u8));
    }
}

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
    public void VouchesFor_ExchangedKeyCaseReceiptOrTag_IsFalse()
    {
        using var key = ReporterKey.From(Receipt.Mint(), Some.Instance);
        using var stranger = ReporterKey.From(Receipt.Mint(), Some.Instance);
        var report = ReportId.New();
        var caseKey = Some.PublicKey();
        var tag = key.TagCase(report, caseKey);
        Assert.True(key.VouchesFor(report, caseKey, tag));
        Assert.False(key.VouchesFor(report, Some.PublicKey(), tag));
        Assert.False(key.VouchesFor(ReportId.New(), caseKey, tag));
        Assert.False(stranger.VouchesFor(report, caseKey, tag));
        Assert.False(key.VouchesFor(report, caseKey, []));
        tag[31] ^= 1;
        Assert.False(key.VouchesFor(report, caseKey, tag));
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
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.TagCase(ReportId.New(), Some.PublicKey()));
        Assert.Throws<ObjectDisposedException>(() => ReporterMessageSealer.Seal(key, Some.PublicKey(), default(EnvelopeContext) with { Instance = Some.Instance }, "x"u8));
    }
}

using ReportingService.Core.Reports;

namespace ReportingService.Sealing.Tests.Envelopes;

/// <summary>What only a receipt opens: the answer of the submission. The case's side is in Opening.Tests.</summary>
public sealed class ItemTests
{
    private static readonly EnvelopeContext Place = new(Some.Instance, ReportId.New(), Guid.NewGuid(), Purpose.Outcome);

    private readonly ReporterKey _reporter = ReporterKey.From(Receipt.Mint(), Some.Instance);

    [Fact]
    public void OpenOutcome_SealedToTheReporter_Opens()
    {
        var envelope = ReporterItemSealer.SealOutcome(_reporter, Place, "accepted"u8);
        Assert.Equal(256 + 164, envelope.Length);
        Assert.Equal("accepted"u8, ReceiptOpener.OpenOutcome(_reporter, Place, envelope));
    }

    [Fact]
    public void OpenOutcome_AnyByteChanged_IsRefused()
    {
        var envelope = ReporterItemSealer.SealOutcome(_reporter, Place, "accepted"u8);
        for (var at = 0; at < envelope.Length; at++)
        {
            var changed = (byte[])envelope.Clone();
            changed[at] ^= 0x01;
            Assert.Throws<SealBrokenException>(() => ReceiptOpener.OpenOutcome(_reporter, Place, changed));
        }
    }

    [Fact]
    public void OpenOutcome_AnyLengthButTheWhole_IsRefused()
    {
        var envelope = ReporterItemSealer.SealOutcome(_reporter, Place, "accepted"u8);
        for (var length = 0; length < envelope.Length; length++)
        {
            Assert.Throws<SealBrokenException>(() => ReceiptOpener.OpenOutcome(_reporter, Place, envelope.AsSpan(0, length)));
        }

        Assert.Throws<SealBrokenException>(() => ReceiptOpener.OpenOutcome(_reporter, Place, [.. envelope, 0]));
    }

    /// <summary>Threat: a sealed row is copied to another place, where it would pass for something else.</summary>
    [Fact]
    public void OpenOutcome_MovedAnywhere_IsRefused()
    {
        var envelope = ReporterItemSealer.SealOutcome(_reporter, Place, "accepted"u8);
        EnvelopeContext[] elsewhere =
        [
            Place with { Instance = new InstanceId(Guid.NewGuid()) },
            Place with { Case = ReportId.New() },
            Place with { Item = Guid.NewGuid() },
            .. Enum.GetValues<Purpose>().Where(p => p != Purpose.Outcome).Select(p => Place with { Purpose = p }),
        ];
        Assert.All(elsewhere, place => Assert.Throws<SealBrokenException>(() => ReceiptOpener.OpenOutcome(_reporter, place, envelope)));
    }

    [Fact]
    public void OpenOutcome_ForAnotherReceipt_IsRefused()
    {
        var envelope = ReporterItemSealer.SealOutcome(_reporter, Place, "accepted"u8);
        using var stranger = ReporterKey.From(Receipt.Mint(), Some.Instance);
        Assert.Throws<SealBrokenException>(() => ReceiptOpener.OpenOutcome(stranger, Place, envelope));
    }

    [Fact]
    public void ToAad_OfAllPurposesAndSubjects_NeverCoincides()
    {
        var all = Enum.GetValues<Purpose>().SelectMany(p => new[] { null, "PS_A/1", "PS_A/11", "recovery/police" }, (p, subject) => Convert.ToHexString((Place with { Purpose = p }).ToAad(subject))).ToList();
        Assert.Equal(all.Count, all.Distinct().Count());
    }

    [Fact]
    public void Seal_SameTextTwice_SharesNoBytesButTheHeader()
    {
        var first = ReporterItemSealer.SealOutcome(_reporter, Place, "accepted"u8);
        var second = ReporterItemSealer.SealOutcome(_reporter, Place, "accepted"u8);
        var equal = Enumerable.Range(4, first.Length - 4).Count(i => first[i] == second[i]);
        Assert.InRange(equal, 0, 20);
    }
}

using ReportingService.Core.Reports;
using ReportingService.Sealing;

namespace ReportingService.Opening.Tests.Items;

public sealed class ItemAndMessageTests
{
    private readonly World _world = new();
    private readonly TestDesk _desk;
    private readonly TestCase _case;
    private readonly CaseKey _key;

    public ItemAndMessageTests()
    {
        _desk = _world.Desk("PS_GJILAN");
        _case = _world.Case();
        _key = _case.Open(_desk);
    }

    [Fact]
    public void Open_Item_AnyByteOrLengthChanged_IsRefused()
    {
        var place = _case.At(Purpose.Text);
        var envelope = ReporterItemSealer.Seal(_case.Reporter, _case.Vouched, place, "po ndodh"u8);
        Tamper.Everywhere(envelope, bytes => Assert.Equal("po ndodh"u8, ItemOpener.Open(_key, place, bytes)));
    }

    [Fact]
    public void Open_HoldersItem_AnyByteOrLengthChanged_IsRefused()
    {
        var place = _case.At(Purpose.Note);
        var envelope = HolderItemSealer.Seal(_key, place, "thirrur dy here"u8);
        Assert.Equal(256 + 164, envelope.Length);
        Tamper.Everywhere(envelope, bytes => Assert.Equal("thirrur dy here"u8, ItemOpener.Open(_key, place, bytes)));
    }

    [Fact]
    public void Open_ItemMoved_IsRefused()
    {
        var place = _case.At(Purpose.Text);
        var envelope = ReporterItemSealer.Seal(_case.Reporter, _case.Vouched, place, "x"u8);
        Assert.Throws<SealBrokenException>(() => ItemOpener.Open(_key, place with { Item = Guid.NewGuid() }, envelope));
        Assert.Throws<SealBrokenException>(() => ItemOpener.Open(_key, place with { Purpose = Purpose.Followup }, envelope));
        Assert.Throws<ArgumentException>(() => ItemOpener.Open(_key, place with { Case = ReportId.New() }, envelope));
        Assert.Throws<ArgumentException>(() => ItemOpener.Open(_key, place with { Instance = new InstanceId(Guid.NewGuid()) }, envelope));

        // Threat: a row of one case is copied into another, whose desk would open it.
        var other = _world.Case();
        using var otherKey = other.Open(_desk);
        Assert.Throws<SealBrokenException>(() => ItemOpener.Open(otherKey, place with { Case = other.Binding.Case }, envelope));
    }

    [Fact]
    public void Open_ReportWithTheReceipt_IsRefused()
    {
        var place = _case.At(Purpose.Text);
        var envelope = ReporterItemSealer.Seal(_case.Reporter, _case.Vouched, place, "x"u8);
        Assert.Throws<SealBrokenException>(() => ReceiptOpener.OpenOutcome(_case.Reporter, place, envelope));
        Assert.Throws<SealBrokenException>(() => ReceiptOpener.OpenMessage(_case.Reporter, _case.Vouched, place, envelope));
    }

    [Fact]
    public void Message_FromTheUnit_OpensForBothAndNamesItsSender()
    {
        var place = _case.At(Purpose.Message);
        var envelope = UnitMessageSealer.Seal(_key, place, "Ku ndodhi?"u8);
        Assert.Equal(256 + 277, envelope.Length);
        var read = ReceiptOpener.OpenMessage(_case.Reporter, _case.Vouched, place, envelope);
        Assert.Equal(MessageSender.Unit, read.From);
        Assert.Equal("Ku ndodhi?"u8, read.Content);
        Assert.Equal("Ku ndodhi?"u8, MessageOpener.Open(_key, place, envelope).Content);
        Tamper.Everywhere(envelope, bytes => ReceiptOpener.OpenMessage(_case.Reporter, _case.Vouched, place, bytes));
    }

    [Fact]
    public void Message_FromTheReporter_OpensForBothAndNamesItsSender()
    {
        var place = _case.At(Purpose.Message);
        var envelope = ReporterMessageSealer.Seal(_case.Reporter, _case.Vouched, place, "Në treg"u8);
        Assert.Equal(MessageSender.Reporter, MessageOpener.Open(_key, place, envelope).From);
        Assert.Equal("Në treg"u8, ReceiptOpener.OpenMessage(_case.Reporter, _case.Vouched, place, envelope).Content);
        Tamper.Everywhere(envelope, bytes => MessageOpener.Open(_key, place, bytes));
    }

    /// <summary>Threat: somebody who can write to the database, and so knows all public keys, speaks to the reporter in the unit's name.</summary>
    [Fact]
    public void Message_ForgedWithPublicKeysOnly_IsRefused()
    {
        var place = _case.At(Purpose.Message);
        using var attacker = PrivateKey.Create();
        var ctx = place.ToAad();
        foreach (var form in new[] { EnvelopeForm.MessageFromUnit, EnvelopeForm.MessageFromReporter })
        {
            // In mode base, and in mode auth under a key of his own.
            using var key = ContentKey.Fresh();
            byte[] Base(PublicKey to, int slot) => HpkeSender.SealBase(to, ContentKey.SlotInfo, ContentKey.SlotAad(ctx, form, slot), key.Span);
            var plain = EnvelopeBody.Seal(key, key.Header(form, ctx, Base(_case.Pair.Public, 0), Base(_case.Reporter.Public, 1)), ctx, "come alone"u8);
            byte[] Auth(PublicKey to, int slot) => HpkeSender.SealAuth(attacker.Agreement, to, ContentKey.SlotInfo, ContentKey.SlotAad(ctx, form, slot), key.Span);
            var signed = EnvelopeBody.Seal(key, key.Header(form, ctx, Auth(_case.Pair.Public, 0), Auth(_case.Reporter.Public, 1)), ctx, "come alone"u8);
            foreach (var forged in new[] { plain, signed })
            {
                Assert.Throws<SealBrokenException>(() => ReceiptOpener.OpenMessage(_case.Reporter, _case.Vouched, place, forged));
                Assert.Throws<SealBrokenException>(() => MessageOpener.Open(_key, place, forged));
            }
        }
    }

    /// <summary>Threat: one message shows one text to the reporter and another to whoever checks the case file.</summary>
    [Fact]
    public void Message_SlotsWithDifferentContentKeys_IsRefusedForOneOfThem()
    {
        var place = _case.At(Purpose.Message);
        var mine = UnitMessageSealer.Seal(_key, place, "a"u8);
        var other = UnitMessageSealer.Seal(_key, place, "b"u8);
        var mixed = (byte[])mine.Clone();
        other.AsSpan(ContentKey.FirstSlot, ContentKey.SlotSize).CopyTo(mixed.AsSpan(ContentKey.FirstSlot));
        Assert.Throws<SealBrokenException>(() => MessageOpener.Open(_key, place, mixed));
        Assert.Throws<SealBrokenException>(() => ReceiptOpener.OpenMessage(_case.Reporter, _case.Vouched, place, mixed));
    }

    /// <summary>Threat: the reporter's public key is exchanged in the database, so that the unit's answers go to somebody else.</summary>
    [Fact]
    public void OpenCase_ReporterKeyExchangedInTheDatabase_IsRefused()
    {
        using var unit = _desk.Open();
        var wrap = _case.Pair.WrapToDesk(_desk.Verified, _case.Binding);
        using var attacker = PrivateKey.Create();
        Assert.Throws<SealBrokenException>(() => unit.OpenCase(_case.Binding with { ReporterKey = attacker.Public }, wrap));
        Assert.Throws<SealBrokenException>(() => unit.OpenCase(_case.Binding with { CaseKey = attacker.Public }, wrap));
        Assert.Throws<SealBrokenException>(() => unit.OpenCase(_case.Binding with { Case = ReportId.New() }, wrap));
        Assert.Throws<SealBrokenException>(() => unit.OpenCase(_case.Binding with { Instance = new InstanceId(Guid.NewGuid()) }, wrap));
        Tamper.Everywhere(wrap, bytes => unit.OpenCase(_case.Binding, bytes).Dispose());
    }
}

using ReportingService.Sealing;

namespace ReportingService.Opening.Tests.Items;

/// <summary>
/// Threat: somebody who can write to the database, and so knows every public key, replaces one item by a forgery of his own. Each
/// forgery here is well made: the controls open it where no sender is demanded, or where the attacker is the one demanded.
/// </summary>
public sealed class ForgedItemTests
{
    private static readonly byte[] Lie = "nothing happened"u8.ToArray();

    private readonly World _world = new();
    private readonly TestCase _case;
    private readonly CaseKey _key;
    private readonly ReporterKey _attacker;

    public ForgedItemTests()
    {
        _case = _world.Case();
        _key = _case.Open(_world.Desk("PS_GJILAN"));
        _attacker = ReporterKey.From(Receipt.Mint(), _world.Instance);
    }

    public static TheoryData<Purpose> Kinds => [Purpose.Text, Purpose.Labels, Purpose.MediaHeader, Purpose.Followup, Purpose.Exclusion, Purpose.Note, Purpose.Decision];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Open_ForgedWithPublicKeysOnly_IsRefused(Purpose purpose)
    {
        var place = _case.At(purpose);
        foreach (var form in new[] { EnvelopeForm.ItemFromReporter, EnvelopeForm.ItemFromHolder })
        {
            var inBase = InBaseMode(form, place, _case.Pair.Public);
            Assert.Throws<SealBrokenException>(() => ItemOpener.Open(_key, place, inBase));

            // Positive control: a reader that demands no sender takes the lie for the item.
            Assert.Equal(Lie, OpenInBaseMode(form, place, _key.Key.Agreement, inBase));

            var underHisKey = ItemEnvelope.Seal(form, _attacker.Agreement, _case.Pair.Public, place, Lie);
            Assert.Throws<SealBrokenException>(() => ItemOpener.Open(_key, place, underHisKey));

            // Positive control: the same bytes open for a reader who takes the attacker for the sender.
            Assert.Equal(Lie, EnvelopeReader.OpenItem(form, _key.Key.Agreement, _attacker.Public, place, underHisKey));
        }
    }

    /// <summary>Threat: the reporter, or somebody with the receipt, writes the unit's notes and decisions, or a row changes sides.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Open_MadeByTheOtherAuthor_IsRefused(Purpose purpose)
    {
        var place = _case.At(purpose);
        var ofReporter = ItemEnvelope.Seal(EnvelopeForm.ItemFromReporter, _case.Reporter.Agreement, _case.Pair.Public, place, Lie);
        var ofHolder = ItemEnvelope.Seal(EnvelopeForm.ItemFromHolder, _key.Key.Agreement, _key.Key.Public, place, Lie);
        var (right, wrong) = purpose is Purpose.Note or Purpose.Decision ? (ofHolder, ofReporter) : (ofReporter, ofHolder);
        Assert.Equal(Lie, ItemOpener.Open(_key, place, right));
        Assert.Throws<SealBrokenException>(() => ItemOpener.Open(_key, place, wrong));
        wrong[2] = right[2];
        Assert.Throws<SealBrokenException>(() => ItemOpener.Open(_key, place, wrong));
    }

    [Fact]
    public void OpenOutcome_ForgedWithPublicKeysOnly_IsRefused()
    {
        var place = _case.At(Purpose.Outcome);
        var inBase = InBaseMode(EnvelopeForm.ItemFromReporter, place, _case.Reporter.Public);
        Assert.Throws<SealBrokenException>(() => ReceiptOpener.OpenOutcome(_case.Reporter, place, inBase));
        Assert.Equal(Lie, OpenInBaseMode(EnvelopeForm.ItemFromReporter, place, _case.Reporter.Agreement, inBase));
        var underHisKey = ItemEnvelope.Seal(EnvelopeForm.ItemFromReporter, _attacker.Agreement, _case.Reporter.Public, place, Lie);
        Assert.Throws<SealBrokenException>(() => ReceiptOpener.OpenOutcome(_case.Reporter, place, underHisKey));
    }

    [Fact]
    public async Task OpenMedium_ForgedWithPublicKeysOnly_IsRefused()
    {
        var place = _case.At(Purpose.Media);
        using var inner = new MemoryStream();
        var hisCase = _attacker.Vouch(_case.Binding.Case, _case.Pair);
        await using (var stream = new SealingStream(inner, _attacker, hisCase, place))
        {
            await stream.WriteAsync(Lie);
            await stream.CompleteAsync();
        }

        await Assert.ThrowsAsync<SealBrokenException>(() => OpeningStream.OpenAsync(new MemoryStream(inner.ToArray()), _key, place));

        // Positive control: whole and well made, it opens where the attacker is taken for the reporter.
        using var deceived = CaseKey.FromScalar(_key.Key.Scalar, _case.Binding with { ReporterKey = _attacker.Public });
        await using (var opened = await OpeningStream.OpenAsync(new MemoryStream(inner.ToArray()), deceived, place))
        {
            Assert.Equal(Lie.Length, opened.Length);
        }

        // In mode base: his header and chunks of his, or his header before the reporter's chunks.
        var ctx = place.ToAad();
        using var key = ContentKey.Fresh();
        var header = key.Header(EnvelopeForm.Medium, ctx, HpkeSender.SealBase(_case.Pair.Public, ContentKey.SlotInfo, ContentKey.SlotAad(ctx, EnvelopeForm.Medium, 0), key.Span));
        var plain = new byte[Padding.SmallestMedium];
        Lie.CopyTo(plain, 0);
        plain[^1] = (byte)Lie.Length;
        var chunk = new byte[plain.Length + HpkeAead.TagSize];
        var nonce = new byte[HpkeAead.NonceSize];
        StreamLayout.WriteNonce(nonce, 0, last: true);
        using var cipher = key.Cipher("stream");
        cipher.Encrypt(nonce, plain, chunk.AsSpan(0, plain.Length), chunk.AsSpan(plain.Length), [.. ctx, .. header]);
        await Assert.ThrowsAsync<SealBrokenException>(() => OpeningStream.OpenAsync(new MemoryStream([.. header, .. chunk]), _key, place));
        await Assert.ThrowsAsync<SealBrokenException>(() => OpeningStream.OpenAsync(new MemoryStream([.. header, .. inner.ToArray()[header.Length..]]), _key, place));

        // Positive control: a reader that demands no sender has his content key, his commitment fits, and his chunk opens.
        using var taken = BaseSlot(EnvelopeForm.Medium, ctx, _key.Key.Agreement, header);
        taken.CheckCommitment(header, ctx);
        var read = new byte[plain.Length];
        using var readCipher = taken.Cipher("stream");
        readCipher.Decrypt(nonce, chunk.AsSpan(0, plain.Length), chunk.AsSpan(plain.Length), read, [.. ctx, .. header]);
        Assert.Equal(plain, read);
    }

    [Fact]
    public void Seal_PurposeOfTheOtherAuthor_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => ReporterItemSealer.Seal(_case.Reporter, _case.Vouched, _case.At(Purpose.Note), Lie));
        Assert.Throws<ArgumentException>(() => HolderItemSealer.Seal(_key, _case.At(Purpose.Text), Lie));
        Assert.Throws<ArgumentException>(() => ReporterItemSealer.SealOutcome(_case.Reporter, _case.At(Purpose.Text), Lie));
        Assert.Throws<ArgumentException>(() => new SealingStream(Stream.Null, _case.Reporter, _case.Vouched, _case.At(Purpose.Message)));
    }

    private static byte[] InBaseMode(EnvelopeForm form, EnvelopeContext place, PublicKey to)
    {
        var ctx = place.ToAad();
        using var key = ContentKey.Fresh();
        var slot = HpkeSender.SealBase(to, ContentKey.SlotInfo, ContentKey.SlotAad(ctx, form, 0), key.Span);
        return EnvelopeBody.Seal(key, key.Header(form, ctx, slot), ctx, Lie);
    }

    private static byte[] OpenInBaseMode(EnvelopeForm form, EnvelopeContext place, KeyAgreement own, byte[] envelope)
    {
        var ctx = place.ToAad();
        using var key = BaseSlot(form, ctx, own, envelope);
        return EnvelopeBody.Open(key, ContentKey.HeaderSize(1), ctx, envelope);
    }

    private static ContentKey BaseSlot(EnvelopeForm form, byte[] ctx, KeyAgreement own, byte[] envelope)
        => new(HpkeReceiver.Open(
            HpkeAead.Aes256Gcm, own, null, ContentKey.SlotInfo, ContentKey.SlotAad(ctx, form, 0), envelope.AsSpan(ContentKey.FirstSlot, ContentKey.SlotSize)));
}

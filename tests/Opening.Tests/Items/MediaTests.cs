using System.Security.Cryptography;
using ReportingService.Core.Reports;
using ReportingService.Sealing;

namespace ReportingService.Opening.Tests.Items;

public sealed class MediaTests
{
    private const int Chunk = 64 * 1024;

    private readonly World _world = new();
    private readonly TestCase _case;
    private readonly CaseKey _key;
    private readonly TestDesk _desk;

    public MediaTests()
    {
        _desk = _world.Desk("PS_GJILAN");
        _case = _world.Case();
        _key = _case.Open(_desk);
    }

    public static TheoryData<int> Sizes => [0, 1, 100, 16375, 16376, 16377, Chunk - 9, Chunk - 8, Chunk - 7, Chunk - 1, Chunk, Chunk + 1, (2 * Chunk) - 8, 2 * Chunk, (2 * Chunk) + 1, (16 * Chunk) - 8, 16 * Chunk, 1_048_577, 3_333_333];

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Open_AnySizeAroundTheBoundaries_GivesTheSameBytes(int size)
    {
        var place = _case.At(Purpose.Media);
        var medium = RandomNumberGenerator.GetBytes(size);
        var envelope = await SealAsync(place, medium, size % 7 == 0 ? 8191 : 100_000);
        await using var opened = await OpeningStream.OpenAsync(new MemoryStream(envelope), _key, place);
        Assert.Equal(size, opened.Length);
        using var whole = new MemoryStream();
        await opened.CopyToAsync(whole);
        Assert.Equal(medium, whole.ToArray());
        Assert.Equal(0, opened.Read(new byte[8], 0, 8));
    }

    [Fact]
    public async Task Write_SynchronousOrNot_GivesAnEnvelopeOfThePaddedSize()
    {
        var place = _case.At(Purpose.Media);
        using var inner = new MemoryStream();
        await using var stream = new SealingStream(inner, _case.Reporter, _case.Vouched, place);
        stream.Write(new byte[200_000]);
        stream.WriteByte(7);
        await stream.WriteAsync(new byte[200_000]);
        await stream.CompleteAsync();
        Assert.Equal(400_001, stream.PlainLength);
        Assert.Equal(inner.Length, stream.SealedLength);
        var padded = Padding.PaddedMedium(400_001);
        Assert.Equal(148 + padded + (16 * ((padded + Chunk - 1) / Chunk)), inner.Length);
        await Assert.ThrowsAsync<InvalidOperationException>(() => stream.CompleteAsync());
    }

    [Fact]
    public async Task Read_RangesAtRandom_GivesThoseBytes()
    {
        var place = _case.At(Purpose.Media);
        var medium = RandomNumberGenerator.GetBytes(500_000);
        var envelope = await SealAsync(place, medium, 77_777);
        await using var opened = await OpeningStream.OpenAsync(new MemoryStream(envelope), _key, place);
        var buffer = new byte[150_000];
        for (var i = 0; i < 200; i++)
        {
            var from = RandomNumberGenerator.GetInt32(medium.Length);
            var wanted = RandomNumberGenerator.GetInt32(1, buffer.Length);
            opened.Seek(from, SeekOrigin.Begin);
            var got = await opened.ReadAtLeastAsync(buffer.AsMemory(0, wanted), wanted, throwOnEndOfStream: false);
            Assert.Equal(Math.Min(wanted, medium.Length - from), got);
            Assert.True(buffer.AsSpan(0, got).SequenceEqual(medium.AsSpan(from, got)));
        }

        opened.Seek(-5, SeekOrigin.End);
        Assert.Equal(5, opened.ReadAtLeast(buffer, 10, throwOnEndOfStream: false));
        opened.Position = medium.Length + 10;
        Assert.Equal(0, opened.Read(buffer));
    }

    /// <summary>Threat: a cut link leaves half a video that passes for the whole.</summary>
    [Fact]
    public async Task Open_NeverCompleted_IsRefused()
    {
        var place = _case.At(Purpose.Media);
        using var inner = new MemoryStream();
        await using (var stream = new SealingStream(inner, _case.Reporter, _case.Vouched, place))
        {
            await stream.WriteAsync(new byte[5 * Chunk]);
        }

        await AssertRefused(place, inner.ToArray());
    }

    [Fact]
    public async Task Open_CutAnywhere_IsRefusedBeforeTheFirstByte()
    {
        var place = _case.At(Purpose.Media);
        var envelope = await SealAsync(place, RandomNumberGenerator.GetBytes(4 * Chunk), 50_000);
        var lengths = Enumerable.Range(0, 400).Concat(Enumerable.Range(0, 5).SelectMany(c => Enumerable.Range(-20, 40).Select(d => 148 + (c * (Chunk + 16)) + d))).Where(l => l >= 0 && l < envelope.Length).Append(envelope.Length - 1);
        foreach (var length in lengths)
        {
            await AssertRefused(place, envelope[..length]);
        }

        await AssertRefused(place, [.. envelope, 0]);
        await AssertRefused(place, [.. envelope, .. envelope[148..]]);
        await AssertRefused(place, [.. envelope, .. new byte[Chunk + 16]]);
    }

    [Fact]
    public async Task Read_ChunksExchangedRepeatedOrOfAnotherMedium_IsRefused()
    {
        var place = _case.At(Purpose.Media);
        var envelope = await SealAsync(place, RandomNumberGenerator.GetBytes(4 * Chunk), 50_000);
        var other = await SealAsync(place, RandomNumberGenerator.GetBytes(4 * Chunk), 50_000);
        Range ChunkAt(int i) => (148 + (i * (Chunk + 16)))..(148 + ((i + 1) * (Chunk + 16)));

        byte[] With(int at, byte[] chunk)
        {
            var changed = (byte[])envelope.Clone();
            chunk.CopyTo(changed.AsSpan(ChunkAt(at)));
            return changed;
        }

        await AssertBreaks(place, With(0, envelope[ChunkAt(1)]));
        await AssertBreaks(place, With(2, envelope[ChunkAt(1)]));
        await AssertBreaks(place, With(1, other[ChunkAt(1)]));
        await AssertBreaks(place, [.. other[..148], .. envelope[148..]]);
    }

    [Fact]
    public async Task Read_AnyByteChanged_IsRefused()
    {
        var place = _case.At(Purpose.Media);
        var envelope = await SealAsync(place, new byte[3 * Chunk], 50_000);
        var places = Enumerable.Range(0, 148).Concat(Enumerable.Range(0, 200).Select(_ => RandomNumberGenerator.GetInt32(148, envelope.Length))).Append(envelope.Length - 1);
        foreach (var at in places)
        {
            var changed = (byte[])envelope.Clone();
            changed[at] ^= 0x80;
            await AssertBreaks(place, changed);
        }
    }

    [Fact]
    public async Task Open_MovedToAnotherCaseItemOrPurpose_IsRefused()
    {
        var place = _case.At(Purpose.Media);
        var envelope = await SealAsync(place, new byte[1000], 1000);
        await AssertRefused(place with { Item = Guid.NewGuid() }, envelope);
        await AssertRefused(place with { Purpose = Purpose.Text }, envelope);
        await Assert.ThrowsAsync<ArgumentException>(() => OpeningStream.OpenAsync(new MemoryStream(envelope), _key, place with { Case = ReportId.New() }));
        var other = _world.Case();
        using var otherKey = other.Open(_desk);
        await Assert.ThrowsAsync<SealBrokenException>(() => OpeningStream.OpenAsync(new MemoryStream(envelope), otherKey, place with { Case = other.Binding.Case }));
        Assert.Throws<SealBrokenException>(() => ItemOpener.Open(_key, place, envelope));
    }

    [Fact]
    public async Task Write_InnerFailsOnce_TheEnvelopeCannotBeCompleted()
    {
        using var inner = new FailingStream { FailAt = 2 };
        await using var stream = new SealingStream(inner, _case.Reporter, _case.Vouched, _case.At(Purpose.Media));
        await Assert.ThrowsAsync<IOException>(async () => await stream.WriteAsync(new byte[4 * Chunk]));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await stream.WriteAsync(new byte[1]));
        await Assert.ThrowsAsync<InvalidOperationException>(() => stream.CompleteAsync());
    }

    private async Task<byte[]> SealAsync(EnvelopeContext place, byte[] medium, int piece)
    {
        using var inner = new MemoryStream();
        await using var stream = new SealingStream(inner, _case.Reporter, _case.Vouched, place);
        for (var at = 0; at < medium.Length; at += piece)
        {
            await stream.WriteAsync(medium.AsMemory(at, Math.Min(piece, medium.Length - at)));
        }

        await stream.CompleteAsync();
        return inner.ToArray();
    }

    private Task AssertRefused(EnvelopeContext place, byte[] envelope)
        => Assert.ThrowsAsync<SealBrokenException>(() => OpeningStream.OpenAsync(new MemoryStream(envelope), _key, place));

    private Task AssertBreaks(EnvelopeContext place, byte[] envelope) => Assert.ThrowsAsync<SealBrokenException>(async () =>
    {
        await using var opened = await OpeningStream.OpenAsync(new MemoryStream(envelope), _key, place);
        await opened.CopyToAsync(Stream.Null);
    });

    private sealed class FailingStream : MemoryStream
    {
        private int _writes;

        internal int FailAt { get; init; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
            => ++_writes == FailAt ? throw new IOException("Disk full.") : base.WriteAsync(buffer, cancellationToken);
    }
}

namespace ReportingService.Scrubbing.Tests;

public sealed class Mp4Tests
{
    private static readonly uint One = 0x10000;
    private static readonly uint Minus = 0xFFFF0000;

    public static TheoryData<uint, uint, uint, uint> Turns =>
        [(One, 0, 0, One), (0, One, Minus, 0), (Minus, 0, 0, Minus), (0, Minus, One, 0), (Minus, 0, 0, One), (One, 0, 0, Minus), (0, One, One, 0), (0, Minus, Minus, 0)];

    [Theory]
    [MemberData(nameof(Turns))]
    public async Task Scrub_TurnedPicture_StaysTurned(uint a, uint b, uint c, uint d)
    {
        var secretShift = Bytes.Big32(0x00123456);
        byte[] matrix = [.. Bytes.Big32(a), .. Bytes.Big32(b), 0, 0, 0, 0, .. Bytes.Big32(c), .. Bytes.Big32(d), 0, 0, 0, 0, .. secretShift, .. secretShift, .. Bytes.Big32(0x40000000)];
        var output = await Scrubs.CleanAsync(new Mp4Samples.Movie { Matrix = matrix }.Build());
        byte[] kept = [.. Bytes.Big32(a), .. Bytes.Big32(b), 0, 0, 0, 0, .. Bytes.Big32(c), .. Bytes.Big32(d)];
        Assert.True(output.AsSpan().IndexOf(kept) > 0);
        Assert.True(output.AsSpan().IndexOf(secretShift) < 0);
    }

    [Fact]
    public async Task Scrub_PictureTurnedByOddAngle_IsRefused()
    {
        byte[] matrix = [.. Bytes.Big32(0xB504), .. Bytes.Big32(0xB504), 0, 0, 0, 0, .. Bytes.Big32(0xFFFF4AFC), .. Bytes.Big32(0xB504), .. new byte[12], .. Bytes.Big32(0x40000000)];
        await RefusedAsync(new Mp4Samples.Movie { Matrix = matrix }.Build(), RefusalCode.NotSupported);
    }

    [Fact]
    public async Task Scrub_Times_AreZeroed()
    {
        var time = Bytes.Big32(0xD94E_1234);
        var file = new Mp4Samples.Movie { Time = 0xD94E_1234 }.Build();
        Assert.True(file.AsSpan().IndexOf(time) > 0);
        var (outcome, output) = await Scrubs.RunAsync(file);
        Assert.True(output.AsSpan().IndexOf(time) < 0);
        Assert.True(((ScrubOutcome.Clean)outcome).Report[RemovalKind.Time] > 0);
    }

    [Fact]
    public async Task Scrub_TimesRuleOff_IsCaughtByTheSecondReader()
    {
        var (outcome, _) = await Scrubs.RunAsync(new Mp4Samples.Movie { Time = 0xD94E_1234 }.Build(), ScrubRules.Without("mp4.times"));
        Assert.Equal(RefusalCode.VerifyFailed, Assert.IsType<ScrubOutcome.Refused>(outcome).Code);
    }

    [Fact]
    public async Task Scrub_MediaFirstOrLast_GivesTheSameMovie()
    {
        var first = await Scrubs.CleanAsync(new Mp4Samples.Movie { MediaFirst = true }.Build());
        var last = await Scrubs.CleanAsync(new Mp4Samples.Movie().Build());
        Assert.Equal(last, first);
    }

    [Fact]
    public async Task Scrub_EncryptedTrack_IsRefused()
    {
        var file = new Mp4Samples.Movie().Build();
        "encv"u8.CopyTo(file.AsSpan(file.AsSpan().IndexOf("avc1"u8)));
        await RefusedAsync(file, RefusalCode.Encrypted);
        await RefusedAsync(new Mp4Samples.Movie { InEntry = Mp4Samples.Box("sinf", new byte[8]) }.Build(), RefusalCode.Encrypted);
        await RefusedAsync(new Mp4Samples.Movie { InMovie = Mp4Samples.Box("pssh", new byte[8]) }.Build(), RefusalCode.Encrypted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Scrub_ChunksOutsideTheMediaOrOverlapping_AreRefused(bool overlapping)
    {
        var file = new Mp4Samples.Movie().Build();
        var table = file.AsSpan().IndexOf("stco"u8) + 12;
        var place = overlapping ? System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(table)) + 1 : 8;
        Bytes.Big32(place).CopyTo(file.AsSpan(table + 4));
        await RefusedAsync(file, RefusalCode.UnsafeStructure);
    }

    [Fact]
    public async Task Scrub_SamplesInAnotherFile_AreRefused()
    {
        var file = new Mp4Samples.Movie { Reference = "file:///"u8.ToArray() }.Build();
        file[file.AsSpan().IndexOf("url "u8) + 7] = 0;
        await RefusedAsync(file, RefusalCode.UnsafeStructure);
    }

    [Fact]
    public async Task Scrub_TwoMovieHeaders_AreRefused()
    {
        var plain = new Mp4Samples.Movie().Build();
        var at = plain.AsSpan().IndexOf("moov"u8) - 4;
        var size = (int)System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(plain.AsSpan(at));
        await RefusedAsync([.. plain, .. plain.AsSpan(at, size)], RefusalCode.UnsafeStructure);
    }

    private static async Task RefusedAsync(byte[] file, RefusalCode code)
    {
        var (outcome, _) = await Scrubs.RunAsync(file);
        Assert.Equal(code, Assert.IsType<ScrubOutcome.Refused>(outcome).Code);
    }
}

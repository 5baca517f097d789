namespace ReportingService.Sealing.Tests.Envelopes;

public sealed class PaddingTests
{
    [Theory]
    [InlineData(0, 256)]
    [InlineData(252, 256)]
    [InlineData(253, 1024)]
    [InlineData(1020, 1024)]
    [InlineData(1021, 4096)]
    [InlineData(4093, 16384)]
    [InlineData(16380, 16384)]
    [InlineData(16381, 65536)]
    [InlineData(65533, 262144)]
    [InlineData(262140, 262144)]
    [InlineData(262141, 524288)]
    public void PadText_ByLength_FillsTheBucketAndComesBack(int length, int bucket)
    {
        var plain = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        var padded = Padding.PadText(plain);
        Assert.Equal(bucket, padded.Length);
        Assert.Equal(plain, Padding.UnpadText(padded));
    }

    [Fact]
    public void PadText_TooLong_IsRefused()
        => Assert.Throws<ArgumentException>(() => Padding.PadText(new byte[Padding.LargestText + 1]));

    [Fact]
    public void UnpadText_LengthThatDoesNotFit_IsRefused()
    {
        Assert.Throws<SealBrokenException>(() => Padding.UnpadText([0, 0, 0]));
        Assert.Throws<SealBrokenException>(() => Padding.UnpadText([0, 0, 0, 5, 1, 2, 3, 4]));
        Assert.Throws<SealBrokenException>(() => Padding.UnpadText([0xff, 0xff, 0xff, 0xff, 1]));
    }

    [Fact]
    public void PaddedMedium_OverSixDecades_AddsAtMostTwelvePercentInWholeKibibytes()
    {
        for (long length = 16384; length < 4L << 30; length += Math.Max(1, length / 97))
        {
            var padded = Padding.PaddedMedium(length);
            Assert.True(padded >= length + 8);
            Assert.True(padded <= (length + 8) * 1.12);
            Assert.Equal(0, padded % 1024);
            Assert.Equal(padded, Padding.PaddedMedium(padded - 8));
        }

        Assert.Equal(16384, Padding.PaddedMedium(0));
        Assert.Equal(16384, Padding.PaddedMedium(16376));
    }
}

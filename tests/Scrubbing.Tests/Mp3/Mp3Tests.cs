namespace ReportingService.Scrubbing.Tests;

public sealed class Mp3Tests
{
    private const int FrameBytes = 417;

    private static readonly byte[] Whole = Mp3Samples.Format.Plain;

    private static readonly int Last = Whole.Length - FrameBytes;

    /// <summary>Decoders play the last frame of a recording that was broken off as far as it goes, a bare header as silence.</summary>
    [Fact]
    public async Task Scrub_LastFrameThatIsCut_StaysAsFarAsItGoes()
    {
        for (var there = 0; there < FrameBytes; there++)
        {
            var output = await Scrubs.CleanAsync(Whole[..(Last + there)]);
            Assert.Equal(Whole[..(Last + (there < 4 ? 0 : there))], output);
        }
    }

    [Theory]
    [InlineData("TAG")]
    [InlineData("ID3")]
    [InlineData("officer.gjilan")]
    public async Task Scrub_LastFrameThatReadsLikeText_Goes(string text)
    {
        byte[] file = [.. Whole[..(Last + 4)], .. System.Text.Encoding.ASCII.GetBytes(text), 0, 0];
        Assert.Equal(Whole[..Last], await Scrubs.CleanAsync(file));
    }
}

namespace ReportingService.Scrubbing.Tests;

public sealed class WavTests
{
    [Fact]
    public async Task Scrub_RecordingThatWasBrokenOff_KeepsWhatIsThere_FromAFileAsFromAnUpload()
    {
        var cut = WavSamples.Format.Plain[..^50];
        var (outcome, uploaded) = await Scrubs.RunAsync(cut);
        Assert.IsType<ScrubOutcome.Clean>(outcome);
        using var sought = new MemoryStream();
        Assert.IsType<ScrubOutcome.Clean>(await new MetadataScrubber().ScrubAsync(new MemoryStream(cut), sought, TestContext.Current.CancellationToken));
        Assert.Equal(uploaded, sought.ToArray());
        var whole = await Scrubs.CleanAsync(WavSamples.Format.Plain);
        var sound = cut.AsSpan(cut.AsSpan().IndexOf("data"u8) + 8);
        Assert.True(whole.AsSpan(whole.AsSpan().IndexOf("data"u8) + 8).StartsWith(sound));
        Assert.Equal(sound.ToArray(), uploaded[(uploaded.AsSpan().IndexOf("data"u8) + 8)..].AsSpan(0, sound.Length).ToArray());
    }
}

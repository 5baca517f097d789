namespace ReportingService.Scrubbing.Tests;

/// <summary>Counts what the whole process allocates, so nothing may run beside it.</summary>
[Collection(Alone)]
public sealed class WindowTests
{
    private const string Alone = "alone";

    [Fact]
    public async Task Scrub_LongTrailer_StaysWithinItsWindow()
    {
        byte[] file = [.. JpegSamples.Format.Plain, .. new byte[64 << 20]];
        var scrubber = new MetadataScrubber();
        await scrubber.ScrubAsync(new MemoryStream(JpegSamples.Format.Plain), Stream.Null, TestContext.Current.CancellationToken);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Assert.IsType<ScrubOutcome.Clean>(await scrubber.ScrubAsync(new MemoryStream(file), Stream.Null, TestContext.Current.CancellationToken));
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 16 << 20);
    }

    /// <summary>Runs after everything that runs side by side.</summary>
    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class Together;
}

namespace ReportingService.Scrubbing.Tests;

/// <summary>Runs the scrubber on bytes, with faults of our own code surfacing instead of being refused.</summary>
internal static class Scrubs
{
    public static async Task<(ScrubOutcome Outcome, byte[] Output)> RunAsync(byte[] file, ScrubRules? rules = null, Func<int, int>? split = null, ScrubLimits? limits = null)
    {
        var scrubber = new MetadataScrubber(new ScrubOptions { Rules = rules ?? ScrubRules.Surfacing() });
        using var output = new MemoryStream();
        using var input = new SplitStream(file, split ?? (_ => int.MaxValue));
        var outcome = await scrubber.ScrubAsync(input, output, limits ?? ScrubLimits.Default, CancellationToken.None);
        return (outcome, outcome is ScrubOutcome.Clean ? output.ToArray() : []);
    }

    public static async Task<byte[]> CleanAsync(byte[] file)
    {
        var (outcome, output) = await RunAsync(file);
        Assert.True(outcome is ScrubOutcome.Clean, outcome.ToString());
        return output;
    }
}

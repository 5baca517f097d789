namespace ReportingService.Scrubbing.Tests;

/// <summary>The promises that hold for every format of sound and moving picture alike.</summary>
public sealed class EveryMediaFormatTests
{
    public static TheoryData<string> Formats => MediaSamples.Names;

    public static TheoryData<string, string> Places =>
        [.. MediaSamples.All.SelectMany(f => f.Places.Select(p => (f.Name, p.Name)))];

    public static TheoryData<string, string> Rules =>
        [.. MediaSamples.All.SelectMany(f => f.Rules.Select(r => (f.Name, r)))];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Scrub_PlantedSecret_IsGoneInEveryEncoding(string format, string place)
    {
        var samples = MediaSamples.Find(format);
        var hiding = samples.Places.Single(p => p.Name == place);
        var plain = await Scrubs.CleanAsync(samples.Plain);
        var planted = 0;
        foreach (var (encoding, secret) in Secret.Encodings)
        {
            var file = hiding.Plant(secret);
            if (!Secret.In(file))
            {
                // Places of a few bytes hold only the shorter encodings.
                continue;
            }

            planted++;
            var (outcome, output) = await Scrubs.RunAsync(file);
            Assert.True(outcome is ScrubOutcome.Clean, $"{encoding}: {outcome}");
            Assert.False(Secret.In(output), $"{place} in {encoding} survived.");
            if (hiding.SameAsPlain)
            {
                Assert.Equal(Convert.ToHexString(plain), Convert.ToHexString(output));
            }
        }

        Assert.True(planted > 0, "The generator plants nothing.");
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Rule_SwitchedOff_IsNoticed(string format, string rule)
    {
        var noticed = false;
        foreach (var place in MediaSamples.Find(format).Places.Where(p => p.Rule == rule))
        {
            var planted = place.Plant(Secret.Ascii);
            var (outcome, output) = await Scrubs.RunAsync(planted, ScrubRules.Without(rule));
            noticed |= outcome is not ScrubOutcome.Clean || Secret.In(output);
        }

        Assert.True(noticed, $"No planted secret watches over {rule}.");
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Scrub_Twice_ChangesNothing(string format)
    {
        var samples = MediaSamples.Find(format);
        foreach (var file in samples.Variants.Prepend(samples.Plain).Concat(samples.Places.Select(p => p.Plant(Secret.Ascii))))
        {
            var once = await Scrubs.CleanAsync(file);
            var (outcome, twice) = await Scrubs.RunAsync(once);
            Assert.Equal(Convert.ToHexString(once), Convert.ToHexString(twice));
            Assert.IsType<ScrubOutcome.Clean>(outcome);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Scrub_InputSplitAnywhere_GivesTheSameOutput(string format)
    {
        var samples = MediaSamples.Find(format);
        foreach (var file in samples.Variants.Prepend(samples.Plain))
        {
            var whole = await Scrubs.CleanAsync(file);
            var (_, single) = await Scrubs.RunAsync(file, split: _ => 1);
            Assert.Equal(whole, single);
            for (var at = 1; at < file.Length; at += 1 + (file.Length / 400))
            {
                var (_, output) = await Scrubs.RunAsync(file, split: position => position < at ? at - position : int.MaxValue);
                Assert.True(whole.AsSpan().SequenceEqual(output), $"Split at {at}.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Scrub_TruncatedAtEveryByte_RefusesOrKeepsWholeFrames(string format)
    {
        var samples = MediaSamples.Find(format);
        foreach (var file in samples.Variants.Prepend(samples.Plain))
        {
            for (var length = 0; length < file.Length; length++)
            {
                // A recording that was cut off may lose its tail; what is given out still passes as a whole file.
                var (outcome, output) = await Scrubs.RunAsync(file[..length]);
                if (outcome is ScrubOutcome.Clean)
                {
                    var (_, again) = await Scrubs.RunAsync(output);
                    Assert.True(output.AsSpan().SequenceEqual(again), $"Cut at {length}.");
                }
            }
        }
    }
}

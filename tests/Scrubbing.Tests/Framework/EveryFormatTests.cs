namespace ReportingService.Scrubbing.Tests;

/// <summary>The promises that hold for every picture format alike.</summary>
public sealed class EveryFormatTests
{
    public static TheoryData<string> Formats => PictureFormat.Names;

    public static TheoryData<string, string> Places =>
        [.. PictureFormat.All.SelectMany(f => f.Places.Select(p => (f.Name, p.Name)))];

    public static TheoryData<string, string> Rules =>
        [.. PictureFormat.All.SelectMany(f => f.Rules.Select(r => (f.Name, r)))];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Scrub_PlantedSecret_IsGoneInEveryEncoding(string format, string place)
    {
        var samples = PictureFormat.Find(format);
        var hiding = samples.Places.Single(p => p.Name == place);
        var plain = await Scrubs.CleanAsync(samples.Plain);
        foreach (var (encoding, secret) in Secret.Encodings.Where(e => !hiding.TextOnly || !e.Bytes.Contains((byte)0)))
        {
            var planted = hiding.Plant(secret);
            Assert.True(Secret.In(planted), $"The generator does not plant {encoding}.");
            var (outcome, output) = await Scrubs.RunAsync(planted);
            var clean = Assert.IsType<ScrubOutcome.Clean>(outcome);
            Assert.Equal(samples.Format, clean.Format);
            Assert.False(Secret.In(output), $"{place} in {encoding} survived.");
            if (hiding.SameAsPlain)
            {
                Assert.Equal(Convert.ToHexString(plain), Convert.ToHexString(output));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Rule_SwitchedOff_IsNoticed(string format, string rule)
    {
        var samples = PictureFormat.Find(format);
        var plain = await Scrubs.CleanAsync(samples.Plain);
        var noticed = false;
        foreach (var place in samples.Places.Where(p => p.Rule == rule))
        {
            var planted = place.Plant(Secret.Ascii);
            var whole = (await Scrubs.RunAsync(planted)).Output;
            var (outcome, output) = await Scrubs.RunAsync(planted, ScrubRules.Without(rule));

            // The two nets below a rule: the second reader, and the search for the secret.
            noticed |= outcome is not ScrubOutcome.Clean || Secret.In(output) || !output.AsSpan().SequenceEqual(whole);
        }

        Assert.True(noticed, $"No planted secret watches over {rule}.");
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Scrub_Twice_ChangesNothing(string format)
    {
        var samples = PictureFormat.Find(format);
        foreach (var file in samples.Variants.Prepend(samples.Plain))
        {
            var once = await Scrubs.CleanAsync(file);
            var (outcome, twice) = await Scrubs.RunAsync(once);
            Assert.Equal(Convert.ToHexString(once), Convert.ToHexString(twice));
            Assert.True(((ScrubOutcome.Clean)outcome).Report.IsEmpty);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Scrub_InputSplitAnywhere_GivesTheSameOutput(string format)
    {
        var samples = PictureFormat.Find(format);
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
    public async Task Scrub_TruncatedAtEveryByte_RefusesOrKeepsWhatWasThere(string format)
    {
        var samples = PictureFormat.Find(format);
        foreach (var file in samples.Variants.Prepend(samples.Plain))
        {
            var whole = await Scrubs.CleanAsync(file);
            for (var length = 0; length < file.Length; length++)
            {
                var (outcome, output) = await Scrubs.RunAsync(file[..length]);

                // A picture that was cut is accepted up to there; nothing else may tell it from the whole.
                Assert.True(outcome is ScrubOutcome.Refused || output.AsSpan().SequenceEqual(whole)
                    || (samples.Beginning is { } beginning && beginning(whole).AsSpan().StartsWith(beginning(output))), $"Cut at {length}.");
                if (outcome is ScrubOutcome.Clean)
                {
                    Assert.Equal(output, await Scrubs.CleanAsync(output));
                }
            }
        }
    }
}

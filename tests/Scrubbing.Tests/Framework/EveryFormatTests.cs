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
    public async Task Scrub_TruncatedAtEveryByte_RefusesOrLosesNothing(string format)
    {
        var samples = PictureFormat.Find(format);
        var whole = await Scrubs.CleanAsync(samples.Plain);
        for (var length = 0; length < samples.Plain.Length; length++)
        {
            var (outcome, output) = await Scrubs.RunAsync(samples.Plain[..length]);
            Assert.True(outcome is ScrubOutcome.Refused || output.AsSpan().SequenceEqual(whole), $"Cut at {length}.");
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Scrub_MutatedFiles_NeverFaultsAndStaysIdempotent(string format)
    {
        var samples = PictureFormat.Find(format);
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("SCRUB_FUZZ_SECONDS"), out var s) ? s : 2;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("SCRUB_FUZZ_SEED"), out var given) ? given : 20261122;
        var seeds = samples.Variants.Prepend(samples.Plain).Concat(samples.Places.Select(p => p.Plant(Secret.Ascii))).ToArray();
        var dice = new Dice(seed);
        var until = Environment.TickCount64 + (seconds * 1000L);
        var accepted = 0;
        for (var round = 0; Environment.TickCount64 < until; round++)
        {
            var mutant = dice.Mutate(seeds[dice.Next(seeds.Length)]);
            mutant = dice.Next(4) == 0 ? mutant : samples.Repair(mutant);
            try
            {
                var (outcome, output) = await Scrubs.RunAsync(mutant);
                if (outcome is ScrubOutcome.Clean)
                {
                    accepted++;
                    var (again, twice) = await Scrubs.RunAsync(output);
                    Assert.True(again is ScrubOutcome.Clean && twice.AsSpan().SequenceEqual(output), $"Not idempotent: {again}");
                }
                else if (outcome is ScrubOutcome.Refused { Code: RefusalCode.VerifyFailed } refused)
                {
                    Assert.Fail($"The scrubber wrote what the verifier refuses: {refused.Detail}");
                }
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"{format} seed {seed} round {round}: {Convert.ToBase64String(mutant)}", fault);
            }
        }

        Assert.True(accepted > 0, "Nothing was accepted, so nothing was tried.");
    }
}

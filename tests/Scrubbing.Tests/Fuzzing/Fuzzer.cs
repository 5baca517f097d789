using System.Diagnostics;

namespace ReportingService.Scrubbing.Tests;

/// <summary>Mutates seeds and holds each result to what must be true of any file.</summary>
internal sealed class Fuzzer(FuzzSeeds seeds, int seed)
{
    private static readonly TimeSpan TooSlow = TimeSpan.FromSeconds(20);
    private readonly long began = Stopwatch.GetTimestamp();

    public long Tried { get; private set; }

    public long Accepted { get; private set; }

    /// <summary>Files on which our own code stumbled and which were refused for it.</summary>
    public long Faults { get; private set; }

    public TimeSpan Slowest { get; private set; }

    public double Seconds => Stopwatch.GetElapsedTime(began).TotalSeconds;

    public async Task RunAsync(Func<long, bool> goOn)
    {
        var dice = new Dice(seed);
        while (goOn(Tried))
        {
            var mutant = dice.Mutate(seeds.Files[dice.Next(seeds.Files.Length)]);
            mutant = dice.Next(4) == 0 ? mutant : seeds.Repair(mutant);
            try
            {
                var (outcome, took) = await TimedAsync(mutant);

                // A machine that stood still for a while is not a parser that hangs: that one hangs again.
                took = took < TooSlow ? took : (await TimedAsync(mutant)).Took;
                Slowest = took > Slowest ? took : Slowest;
                Assert.True(took < TooSlow, $"Took {took}.");
                Accepted += outcome is ScrubOutcome.Clean ? 1 : 0;
                Faults += outcome is ScrubOutcome.Refused { Detail: MetadataScrubber.FaultDetail } ? 1 : 0;
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"Seed {seed}, mutation {Tried}: {Convert.ToBase64String(mutant)}", fault);
            }

            Tried++;
        }
    }

    private static async Task<(ScrubOutcome Outcome, TimeSpan Took)> TimedAsync(byte[] file)
    {
        var started = Stopwatch.GetTimestamp();
        var outcome = await TryAsync(file);
        return (outcome, Stopwatch.GetElapsedTime(started));
    }

    public static async Task<ScrubOutcome> TryAsync(byte[] file)
    {
        var (outcome, output) = await Scrubs.RunAsync(file, Environment.GetEnvironmentVariable("SCRUB_FUZZ_FAULTS") == "1" ? ScrubRules.Surfacing() : ScrubRules.All);
        if (outcome is ScrubOutcome.Clean)
        {
            var (again, twice) = await Scrubs.RunAsync(output, ScrubRules.All);
            Assert.True(again is ScrubOutcome.Clean && twice.AsSpan().SequenceEqual(output), $"Not idempotent: {again}");
        }
        else if (outcome is ScrubOutcome.Refused { Code: RefusalCode.VerifyFailed } refused)
        {
            Assert.Fail($"The scrubber wrote what the verifier refuses: {refused.Detail}");
        }

        return outcome;
    }
}

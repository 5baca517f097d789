using System.Globalization;

namespace ReportingService.Scrubbing.Tests;

/// <summary>
/// Every parser under mutated files: no hang, no unhandled exception, no output on refusal, nothing that the second reader refuses,
/// and what is accepted is scrubbed to itself. By default the same few hundred files for each parser, on every machine: a run that goes by
/// the clock finds another file on a faster one.
/// <list type="bullet">
/// <item><c>SCRUB_FUZZ_MUTATIONS</c>: how many for each parser</item>
/// <item><c>SCRUB_FUZZ_SECONDS</c>: how long for each parser, instead of a number</item>
/// <item><c>SCRUB_FUZZ_SEED</c>: where the dice begin</item>
/// <item><c>SCRUB_FUZZ_FORMAT</c>: only this parser</item>
/// <item><c>SCRUB_FUZZ_FAULTS</c>: 1 to end at the first file on which our own code stumbles, which is otherwise refused and counted</item>
/// <item><c>SCRUB_FUZZ_LOG</c>: a file to which counts are appended</item>
/// </list>
/// A file that ever failed is kept under <c>Regressions</c> and tried on every run.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper console)
{
    private const int Seed = 20261122;
    private const int Mutations = 800;

    public static TheoryData<string> Parsers => [.. FuzzSeeds.Every.Keys];

    public static TheoryData<string> Regressions =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Fuzzing", "Regressions")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Parsers))]
    public async Task Scrub_MutatedFiles_NeverFaultsAndStaysIdempotent(string parser)
    {
        if (Environment.GetEnvironmentVariable("SCRUB_FUZZ_FORMAT") is { Length: > 0 } only && only != parser)
        {
            return;
        }

        var (mutations, seconds, seed) = (Number("SCRUB_FUZZ_MUTATIONS") ?? Mutations, Number("SCRUB_FUZZ_SECONDS"), Number("SCRUB_FUZZ_SEED") ?? Seed);
        var fuzzer = new Fuzzer(FuzzSeeds.Every[parser], (int)seed);
        await fuzzer.RunAsync(tried => seconds is { } most ? fuzzer.Seconds < most : tried < mutations);
        var line = string.Create(CultureInfo.InvariantCulture, $"{parser}: {fuzzer.Tried} mutations from seed {seed} in {fuzzer.Seconds:0} s, {fuzzer.Accepted} accepted, {fuzzer.Faults} faults refused as damaged, slowest {fuzzer.Slowest.TotalMilliseconds:0} ms");
        console.WriteLine(line);
        if (Environment.GetEnvironmentVariable("SCRUB_FUZZ_LOG") is { Length: > 0 } log)
        {
            await File.AppendAllTextAsync(log, line + "\n", TestContext.Current.CancellationToken);
        }

        Assert.True(fuzzer.Accepted > 0, "Nothing was accepted, so nothing was tried.");
    }

    [Theory]
    [MemberData(nameof(Regressions))]
    public async Task Scrub_FileThatOnceFailed_HoldsNow(string name) =>
        await Fuzzer.TryAsync(await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "Fuzzing", "Regressions", name), TestContext.Current.CancellationToken));

    private static long? Number(string variable) =>
        long.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var value) ? value : null;
}

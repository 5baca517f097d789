using System.CommandLine;
using System.Security.Cryptography;
using ReportingService.Scrubbing;

namespace ReportingService.Standalone.Commands;

/// <summary><c>scrub IN OUT</c>: one tab-separated line per file on standard output, progress on standard error.</summary>
internal static class ScrubCommand
{
    private const int InputMissing = 2;

    public static Command Create()
    {
        var input = new Argument<string?>("IN") { Description = "A file or a folder.", Arity = ArgumentArity.ZeroOrOne };
        var output = new Argument<string?>("OUT") { Description = "Where the clean file or files go; relative names are kept.", Arity = ArgumentArity.ZeroOrOne };
        var overwrite = new Option<bool>("--overwrite") { Description = "Write over OUT when IN and OUT are files." };
        var canonical = new Option<bool>("--canonical-icc") { Description = "Print the SHA-256 of each colour profile this library writes, and stop." };
        var command = new Command("scrub", "Remove metadata from a photo, video or sound, or from a folder of them. Ends with 1 when a file was refused; the others are done.") { input, output, overwrite, canonical };
        command.SetAction((parsed, cancellation) => parsed.GetValue(canonical)
            ? Task.FromResult(PrintCanonicalProfiles())
            : RunAsync(parsed.GetValue(input), parsed.GetValue(output), parsed.GetValue(overwrite), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string? input, string? output, bool overwrite, CancellationToken cancellation)
    {
        if (input is null || output is null || (!File.Exists(input) && !Directory.Exists(input)))
        {
            return StandardError.Say(input is null || output is null ? "Say what to scrub and where to: scrub IN OUT" : $"There is no file or folder {input}.", InputMissing);
        }

        // The original named as OUT by mistake would be gone. An empty file is a place that a script has reserved.
        if (!overwrite && File.Exists(input) && File.Exists(output) && new FileInfo(output).Length > 0)
        {
            return StandardError.Say($"{output} exists. Name a new file, or add --overwrite.");
        }

        var results = await new MetadataScrubber().ScrubFolderAsync(input, output, new StandardErrorProgress(), cancellation);
        foreach (var result in results)
        {
            Console.WriteLine($"{result.Path}\t{result.Status}\t{result.Code}\t{result.Removed}");
        }

        return results.All(result => result.Outcome is ScrubOutcome.Clean) ? 0 : 1;
    }

    private static int PrintCanonicalProfiles()
    {
        foreach (var profile in CanonicalIcc.Profiles)
        {
            Console.WriteLine($"{Convert.ToHexStringLower(SHA256.HashData(profile.Bytes.AsSpan()))}\t{profile.Name}");
        }

        return 0;
    }

    /// <summary>Written at once and in order, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class StandardErrorProgress : IProgress<FileScrubResult>
    {
        public void Report(FileScrubResult value) => Console.Error.WriteLine($"{value.Number}/{value.Total} {value.Status} {value.Path}");
    }
}

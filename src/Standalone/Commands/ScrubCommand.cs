using System.CommandLine;
using System.Security.Cryptography;
using ReportingService.Scrubbing;

namespace ReportingService.Standalone.Commands;

/// <summary><c>scrub IN OUT</c>: one tab-separated line per file on standard output, for programs; progress and reasons in words on standard error, for people.</summary>
internal static class ScrubCommand
{
    public static Command Create()
    {
        var input = new Argument<string?>("IN") { Description = "A file or a folder.", Arity = ArgumentArity.ZeroOrOne };
        var output = new Argument<string?>("OUT") { Description = "A file for a file, a folder for a folder: relative names are kept, files of the same names written over, as cp does.", Arity = ArgumentArity.ZeroOrOne };
        var canonical = new Option<bool>("--canonical-icc") { Description = "Print the SHA-256 of each colour profile this library writes, and stop." };
        var command = new Command("scrub", "Remove metadata from a photo, video or sound, or from a folder of them. Refused files stand in the list and are not written; the exit code stays 0.") { input, output, canonical };
        command.SetAction((parsed, cancellation) => parsed.GetValue(canonical)
            ? Task.FromResult(PrintCanonicalProfiles())
            : RunAsync(parsed.GetValue(input), parsed.GetValue(output), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string? input, string? output, CancellationToken cancellation)
    {
        if (input is null || output is null || (!File.Exists(input) && !Directory.Exists(input)))
        {
            return StandardError.Say(input is null || output is null ? "Say what to scrub and where to: scrub IN OUT" : $"There is no file or folder {input}.", CommandLine.AskedWrongly);
        }

        if (File.Exists(input) ? Directory.Exists(output) : File.Exists(output))
        {
            return StandardError.Say($"{output} is a {(File.Exists(output) ? "file" : "folder")} and IN is not: OUT has to be what IN is.");
        }

        if (Arguments.FileOnTheWay("the place of OUT", File.Exists(input) ? Path.GetDirectoryName(Path.GetFullPath(output))! : output) is { } wrong)
        {
            return StandardError.Say(wrong, CommandLine.AskedWrongly);
        }

        if (Originals.Endangered(input, output) is { } lost)
        {
            return StandardError.Say(lost);
        }

        // Long recordings wait in encrypted scratch beside the output, nameless and gone when the file is done.
        var scratch = File.Exists(input) ? Path.GetDirectoryName(Path.GetFullPath(output)) : output;
        var results = await new MetadataScrubber(new ScrubOptions { ScratchFolder = scratch }).ScrubFolderAsync(input, output, new StandardErrorProgress(), cancellation);
        foreach (var result in results)
        {
            Console.WriteLine($"{result.Path}\t{result.Status}\t{result.Code}\t{result.Removed}");
        }

        return 0;
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
        public void Report(FileScrubResult value) => Console.Error.WriteLine(
            $"{value.Number}/{value.Total} {value.Status} {value.Path}{(value.Outcome is ScrubOutcome.Refused refused ? ": " + RefusalSentences.Of(refused.Code) : string.Empty)}");
    }
}

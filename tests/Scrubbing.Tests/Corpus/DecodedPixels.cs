using System.Diagnostics;
using ReportingService.TestKit;

namespace ReportingService.Scrubbing.Tests;

/// <summary>What ffmpeg makes of a picture: a digest of its pixels, or what it said instead.</summary>
internal sealed record DecodedPixels(string? Digest, string Said)
{
    // On one thread: on a machine that is short of them, a decoder that cannot start its threads fails on a sound file.
    private static readonly string[] Options = ["-nostdin", "-v", "error", "-threads", "1", "-filter_threads", "1", "-noautorotate"];

    /// <summary>
    /// Decodes a file. A picture that does not decode fails every time; a program that the machine did not let run is tried again.
    /// </summary>
    public static async Task<DecodedPixels> OfAsync(string file, int tries = 3)
    {
        var pixels = await OnceAsync(file);
        return pixels.Digest is not null || tries <= 1 ? pixels : await OfAsync(file, tries - 1);
    }

    private static async Task<DecodedPixels> OnceAsync(string file)
    {
        using var child = new Process();
        child.StartInfo = new(RequiredProgram.Find("ffmpeg", "ffmpeg"), [.. Options, "-i", file, "-map", "0:v:0", "-threads", "1", "-f", "md5", "-"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        child.Start();
        var told = child.StandardError.ReadToEndAsync();
        var digest = (await child.StandardOutput.ReadToEndAsync()).Trim();
        var errors = await told;
        await child.WaitForExitAsync();
        var bytes = new FileInfo(file).Length;
        return new DecodedPixels(child.ExitCode == 0 && digest.Length > 0 ? digest : null, $"{file}, {bytes} bytes: exit code {child.ExitCode}, \"{digest}\" {errors}");
    }
}

using System.Diagnostics;
using ReportingService.Scrubbing;
using ReportingService.TestKit;

namespace ReportingService.Benchmarks;

/// <summary>
/// Time as a multiple of <c>cp</c>, beside the tools people use today: medians of runs taken in turn, so that a slow moment of the
/// machine hits all. Every run begins without an output, on a disk that has nothing left to write, and ends when the output is on it,
/// for <c>cp</c> as for everybody else.
/// </summary>
internal static class ScrubBenchmark
{
    private static readonly ScrubLimits Limits = new() { MaxBytes = 600_000_000, MaxScratchBytes = 600_000_000 };

    public static async Task RunAsync()
    {
        var table = new Table("scrub");
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["scratch"]);
        var scrubber = new MetadataScrubber(new ScrubOptions { ScratchFolder = folder["scratch"], Limits = Limits });
        var files = new ScrubBenchmarkFiles(folder);

        var photo = await files.JpegAsync();
        await CompareAsync(table, folder, scrubber, "JPEG", photo, 21, 5, ExifTool, (i, o) => ["jpegtran", "-copy", "none", "-outfile", o, i], Mat2);
        await CompareAsync(table, folder, scrubber, "PNG", await files.PngAsync(), 9, 3, ExifTool, Mat2);
        if (await files.HeicAsync() is { } heic)
        {
            await CompareAsync(table, folder, scrubber, "HEIC", heic, 21, 5, ExifTool);
        }

        var (last, first) = await files.VideosAsync(500);
        await CompareAsync(table, folder, scrubber, "MP4 index first", first, 5, 1, FfmpegCopy, Mat2, ExifTool);
        await CompareAsync(table, folder, scrubber, "MP4 index last", last, 5, 1, FfmpegCopy, Mat2);
        await ParallelAsync(table, folder, scrubber, photo);

        var (small, _) = await files.VideosAsync(100);
        await MemoryAsync(table, folder, scrubber, "100 MB", small);
        await MemoryAsync(table, folder, scrubber, "500 MB", last);
        table.Print();
    }

    private static string[] ExifTool(string input, string output) => ["exiftool", "-q", "-all=", "-o", output, input];

    private static string[] FfmpegCopy(string input, string output) => ["ffmpeg", "-v", "error", "-y", "-i", input, "-map_metadata", "-1", "-c", "copy", output];

    private static string[] Mat2(string input, string output)
    {
        File.Copy(input, output, overwrite: true);
        return ["mat2", "--inplace", output];
    }

    private static async Task CompareAsync(Table table, TestFolder folder, MetadataScrubber scrubber, string name, string file, int runs, int peerRuns, params Func<string, string, string[]>[] peers)
    {
        var label = $"{name} {new FileInfo(file).Length / 1e6:0.0} MB";
        var output = folder["out" + Path.GetExtension(file)];
        var copy = new List<double>();
        var own = new List<double>();
        var others = peers.Select(_ => new List<double>()).ToList();
        for (var run = 0; run <= runs; run++)
        {
            var measured = new List<(List<double> Into, double Seconds)>();
            await SettleAsync(output);
            measured.Add((copy, await ProgramAsync(output, "cp", file, output)));
            await SettleAsync(output);
            measured.Add((own, await OwnAsync(scrubber, file, output)));

            // Slow peers on large files: as many runs as a few minutes allow.
            if (run > 0 && run <= peerRuns)
            {
                foreach (var (peer, at) in peers.Select((peer, at) => (peer, at)))
                {
                    await SettleAsync(output);
                    var command = peer(file, output);
                    measured.Add((others[at], await ProgramAsync(output, command[0], command[1..])));
                }
            }

            // The first round warms caches and code.
            foreach (var (into, seconds) in measured.Where(_ => run > 0))
            {
                into.Add(seconds);
            }
        }

        var unit = Percentiles.Of(copy, 0.5);
        table.Add($"{label}: cp", unit * 1000, "ms");
        table.Add($"{label}: this library", Percentiles.Of(own, 0.5) / unit, "x cp");
        foreach (var (peer, at) in peers.Select((peer, at) => (peer, at)))
        {
            table.Add($"{label}: {peer(file, output)[0]}", Percentiles.Of(others[at], 0.5) / unit, "x cp");
        }

        File.Delete(output);
    }

    private static async Task ParallelAsync(Table table, TestFolder folder, MetadataScrubber scrubber, string photo)
    {
        var (grown, seconds) = await GrowthAsync(() => Task.WhenAll(Enumerable.Range(0, 64).Select(at => OwnAsync(scrubber, photo, folder[$"parallel{at}.jpg"]))));
        table.Add("64 photos at once", seconds, "s");
        table.Add("64 photos at once: resident memory growth", grown, "MB");
        foreach (var at in Enumerable.Range(0, 64))
        {
            File.Delete(folder[$"parallel{at}.jpg"]);
        }
    }

    private static async Task MemoryAsync(Table table, TestFolder folder, MetadataScrubber scrubber, string size, string file)
    {
        var (grown, _) = await GrowthAsync(() => OwnAsync(scrubber, file, folder["out.mp4"]));
        table.Add($"MP4 index last, {size}: resident memory growth", grown, "MB");
        File.Delete(folder["out.mp4"]);
    }

    private static async Task<(double Megabytes, double Seconds)> GrowthAsync(Func<Task> work)
    {
        GC.Collect();
        var before = Memory.ResidentMegabytes(Environment.ProcessId);
        Memory.ForgetPeak(Environment.ProcessId);
        var began = Stopwatch.GetTimestamp();
        await work();
        return (Memory.PeakMegabytes(Environment.ProcessId) - before, Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    private static async Task<double> OwnAsync(MetadataScrubber scrubber, string input, string output)
    {
        var began = Stopwatch.GetTimestamp();
        var outcome = await scrubber.ScrubFileAsync(input, output);
        FlushToDisk(output);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return outcome is ScrubOutcome.Clean ? seconds : throw new InvalidOperationException($"{input}: {outcome}");
    }

    private static async Task<double> ProgramAsync(string output, string program, params string[] arguments)
    {
        var began = Stopwatch.GetTimestamp();
        using var process = new ChildProcess(program, arguments);
        await process.WaitAsync(TimeSpan.FromMinutes(5));
        FlushToDisk(output);
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    // Giving back the room of a large file takes as long as writing a good part of it; it is nobody's time.
    private static async Task SettleAsync(string output)
    {
        File.Delete(output);
        using var sync = new ChildProcess("sync", []);
        await sync.WaitAsync(TimeSpan.FromMinutes(1));
    }

    private static void FlushToDisk(string file)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }
}

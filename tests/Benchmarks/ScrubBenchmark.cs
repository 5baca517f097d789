using System.Diagnostics;
using ReportingService.Scrubbing;
using ReportingService.TestKit;

namespace ReportingService.Benchmarks;

/// <summary>Time as a multiple of <c>cp</c>, beside the tools people use today. Medians of runs taken in turn, so that a slow moment of the machine hits all.</summary>
internal static class ScrubBenchmark
{
    private const int Runs = 7;

    public static async Task RunAsync()
    {
        var table = new Table("scrub");
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["scratch"]);
        var scrubber = new MetadataScrubber(new ScrubOptions { ScratchFolder = folder["scratch"], Limits = new ScrubLimits { MaxBytes = 600_000_000, MaxScratchBytes = 600_000_000 } });

        await CompareAsync(table, folder, scrubber, "JPEG", await JpegAsync(folder), (i, o) => ["exiftool", "-q", "-all=", "-o", o, i], (i, o) => ["jpegtran", "-copy", "none", "-outfile", o, i], (i, o) => ["mat2", "--inplace", Copy(i, o)]);
        await CompareAsync(table, folder, scrubber, "PNG", await PngAsync(folder), (i, o) => ["exiftool", "-q", "-all=", "-o", o, i], (i, o) => ["mat2", "--inplace", Copy(i, o)]);
        var (last, first) = await VideosAsync(folder);
        await CompareAsync(table, folder, scrubber, "MP4 index first", first, (i, o) => ["ffmpeg", "-v", "error", "-y", "-i", i, "-map_metadata", "-1", "-c", "copy", o], (i, o) => ["exiftool", "-q", "-all=", "-o", o, i]);
        await CompareAsync(table, folder, scrubber, "MP4 index last", last, (i, o) => ["ffmpeg", "-v", "error", "-y", "-i", i, "-map_metadata", "-1", "-c", "copy", o]);
        await ParallelAsync(table, folder, scrubber, folder["photo.jpg"]);
        table.Print();
    }

    private static async Task CompareAsync(Table table, TestFolder folder, MetadataScrubber scrubber, string name, string file, params Func<string, string, string[]>[] peers)
    {
        var label = $"{name} {new FileInfo(file).Length / 1e6:0.0} MB";
        var output = folder["out" + Path.GetExtension(file)];
        var copy = new List<double>();
        var own = new List<double>();
        var others = peers.Select(_ => new List<double>()).ToList();
        for (var run = 0; run <= Runs; run++)
        {
            var measured = new List<(List<double> Into, double Seconds)> { (copy, await ProgramAsync("cp", file, output)), (own, await OwnAsync(scrubber, file, output)) };
            // Slow peers on large files: enough runs for a median, not more.
            if (run <= 3)
            {
                foreach (var (peer, at) in peers.Select((peer, at) => (peer, at)))
                {
                    File.Delete(output);
                    var command = peer(file, output);
                    measured.Add((others[at], await ProgramAsync(command[0], command[1..])));
                }
            }

            // The first round warms caches and code.
            foreach (var (into, seconds) in measured.Where(_ => run > 0))
            {
                into.Add(seconds);
            }

            File.Delete(output);
        }

        var unit = Percentiles.Of(copy, 0.5);
        table.Add($"{label}: cp", unit * 1000, "ms");
        table.Add($"{label}: this library", Percentiles.Of(own, 0.5) / unit, "x cp");
        foreach (var (peer, at) in peers.Select((peer, at) => (peer, at)))
        {
            table.Add($"{label}: {peer(file, output)[0]}", Percentiles.Of(others[at], 0.5) / unit, "x cp");
        }
    }

    private static async Task ParallelAsync(Table table, TestFolder folder, MetadataScrubber scrubber, string photo)
    {
        var before = Memory.ResidentMegabytes(Environment.ProcessId);
        Memory.ForgetPeak(Environment.ProcessId);
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 64).Select(at => OwnAsync(scrubber, photo, folder[$"parallel{at}.jpg"])));
        table.Add("64 photos at once", Stopwatch.GetElapsedTime(began).TotalSeconds, "s");
        table.Add("64 photos at once: resident memory growth", Memory.PeakMegabytes(Environment.ProcessId) - before, "MB");
    }

    private static async Task<double> OwnAsync(MetadataScrubber scrubber, string input, string output)
    {
        var began = Stopwatch.GetTimestamp();
        var outcome = await scrubber.ScrubFileAsync(input, output);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return outcome is ScrubOutcome.Clean ? seconds : throw new InvalidOperationException($"{input}: {outcome}");
    }

    private static async Task<double> ProgramAsync(string program, params string[] arguments)
    {
        var began = Stopwatch.GetTimestamp();
        using var process = new ChildProcess(program, arguments);
        await process.WaitAsync(TimeSpan.FromMinutes(5));
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static string Copy(string from, string to)
    {
        File.Copy(from, to, overwrite: true);
        return to;
    }

    private static async Task<string> JpegAsync(TestFolder folder)
    {
        var file = folder["photo.jpg"];
        await ProgramAsync("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "mandelbrot=size=4000x3000:rate=1,noise=alls=18", "-frames:v", "1", "-q:v", "3", "-pix_fmt", "yuvj420p", file);
        return file;
    }

    private static async Task<string> PngAsync(TestFolder folder)
    {
        var file = folder["picture.png"];
        await ProgramAsync("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "mandelbrot=size=3200x2400:rate=1,noise=alls=18", "-frames:v", "1", "-pix_fmt", "rgb24", file);
        return file;
    }

    private static async Task<(string Last, string First)> VideosAsync(TestFolder folder)
    {
        var (clip, last, first) = (folder["clip.mp4"], folder["last.mp4"], folder["first.mp4"]);
        await ProgramAsync("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=30:duration=4,noise=alls=60:allf=t", "-c:v", "libx264", "-preset", "ultrafast", "-b:v", "20M", "-pix_fmt", "yuv420p", clip);
        var loops = (int)Math.Ceiling(500e6 / new FileInfo(clip).Length);
        await ProgramAsync("ffmpeg", "-v", "error", "-y", "-stream_loop", $"{loops}", "-i", clip, "-c", "copy", "-fs", "500M", last);
        await ProgramAsync("ffmpeg", "-v", "error", "-y", "-i", last, "-c", "copy", "-movflags", "+faststart", first);
        return (last, first);
    }
}

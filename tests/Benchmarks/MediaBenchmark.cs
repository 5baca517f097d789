using System.Diagnostics;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.Benchmarks;

/// <summary>Photos and videos through the whole product: upload, scrub, seal, fsync. And how much memory a large one takes.</summary>
internal static class MediaBenchmark
{
    public static async Task RunAsync()
    {
        var table = new Table("media");
        using var folder = new TestFolder();
        using var product = await RunningProduct.StartAsync(folder["data"]);
        var photo = await PhotoAsync(folder);
        var video = await VideoAsync(folder, megabytes: 100);
        var copied = await CopySecondsAsync(folder, video);

        await SendAsync(product, photo, "image/jpeg");
        var photos = new List<double>();
        for (var i = 0; i < 10; i++)
        {
            photos.Add(await SendAsync(product, photo, "image/jpeg"));
        }

        var videos = new List<double>();
        for (var i = 0; i < 3; i++)
        {
            videos.Add(await SendAsync(product, video, "video/mp4"));
        }

        var size = photo.Length / 1e6;
        table.Add($"photo of {size:0.0} MB: median", Percentiles.Of(photos, 0.5) * 1000, "ms");
        table.Add("photo: rate", size / Percentiles.Of(photos, 0.5), "MB/s");
        table.Add($"video of {video.Length / 1e6:0} MB: median", Percentiles.Of(videos, 0.5), "s");
        table.Add("video: rate", video.Length / 1e6 / Percentiles.Of(videos, 0.5), "MB/s");
        table.Add("video: multiple of a plain durable copy", Percentiles.Of(videos, 0.5) / copied, "x");

        var large = await VideoAsync(folder, megabytes: 495);
        Memory.ForgetPeak(product.Process.Id);
        var before = Memory.ResidentMegabytes(product.Process.Id);
        var seconds = await SendAsync(product, large, "video/mp4");
        table.Add($"video of {large.Length / 1e6:0} MB", seconds, "s");
        table.Add("resident memory: growth at the peak of the large video", Memory.PeakMegabytes(product.Process.Id) - before, "MB");
        table.Print();
    }

    private static async Task<double> SendAsync(RunningProduct product, byte[] bytes, string type)
    {
        using var citizen = new CitizenApi(product.CitizenUrl);
        var began = Stopwatch.GetTimestamp();
        var (status, body) = await citizen.SendAsync(new Dictionary<string, string> { ["text"] = "Shikoni pamjet.", ["municipality"] = "gjilan", ["language"] = "sq" }, [("f", type, bytes)]);
        if (status != 201 || !body.GetProperty("files")[0].GetProperty("accepted").GetBoolean())
        {
            throw new InvalidOperationException($"not accepted: {status} {body}");
        }

        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<byte[]> PhotoAsync(TestFolder folder)
    {
        var file = folder["photo.jpg"];
        await RunAsync("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "nullsrc=size=4000x3000:rate=1,geq=random(1)*255:128:128", "-frames:v", "1", "-q:v", "10", "-pix_fmt", "yuvj420p", file);
        return await File.ReadAllBytesAsync(file);
    }

    /// <summary>A short clip repeated until it is large enough, index last as phones write it.</summary>
    private static async Task<byte[]> VideoAsync(TestFolder folder, int megabytes)
    {
        var clip = folder["clip.mp4"];
        var file = folder[$"video{megabytes}.mp4"];
        if (!File.Exists(clip))
        {
            await RunAsync("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=30:duration=4,noise=alls=60:allf=t", "-c:v", "libx264", "-preset", "ultrafast", "-b:v", "20M", "-pix_fmt", "yuv420p", clip);
        }

        var loops = (int)Math.Ceiling(megabytes * 1e6 / new FileInfo(clip).Length) - 1;
        await RunAsync("ffmpeg", "-v", "error", "-y", "-stream_loop", $"{loops}", "-i", clip, "-c", "copy", "-fs", $"{megabytes}M", file);
        return await File.ReadAllBytesAsync(file);
    }

    private static async Task<double> CopySecondsAsync(TestFolder folder, byte[] bytes)
    {
        var began = Stopwatch.GetTimestamp();
        await using var copy = new FileStream(folder["copy.bin"], FileMode.Create);
        await copy.WriteAsync(bytes);
        copy.Flush(flushToDisk: true);
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = new ChildProcess(program, arguments);
        if (await process.WaitAsync(TimeSpan.FromMinutes(5)) != 0)
        {
            throw new InvalidOperationException($"{program} failed: {process.Output}");
        }
    }
}

using System.Globalization;
using ReportingService.TestKit;

namespace ReportingService.Benchmarks;

/// <summary>Files for the benchmark, made at run time with ffmpeg and libvips: nothing large is kept in the repository.</summary>
internal sealed class ScrubBenchmarkFiles(TestFolder folder)
{
    public async Task<string> JpegAsync()
    {
        await FfmpegAsync("-f", "lavfi", "-i", "mandelbrot=size=4000x3000:rate=1,noise=alls=22", "-frames:v", "1", "-q:v", "2", "-pix_fmt", "yuvj420p", folder["photo.jpg"]);
        return folder["photo.jpg"];
    }

    public async Task<string> PngAsync()
    {
        await FfmpegAsync("-f", "lavfi", "-i", "mandelbrot=size=3400x2500:rate=1,noise=alls=18", "-frames:v", "1", "-pix_fmt", "rgb24", folder["picture.png"]);
        return folder["picture.png"];
    }

    /// <summary>Null where libvips was built without an encoder for it.</summary>
    public async Task<string?> HeicAsync()
    {
        using var vips = new ChildProcess("vips", ["heifsave", folder["photo.jpg"], folder["photo.heic"], "--Q", "60", "--compression", "hevc"]);
        await vips.WaitAsync(TimeSpan.FromMinutes(3));
        return File.Exists(folder["photo.heic"]) ? folder["photo.heic"] : null;
    }

    /// <summary>The same video with its index behind and in front.</summary>
    public async Task<(string Last, string First)> VideosAsync(int megabytes)
    {
        var (clip, last, first) = (folder["clip.mp4"], folder[$"last{megabytes}.mp4"], folder[$"first{megabytes}.mp4"]);
        if (!File.Exists(clip))
        {
            await FfmpegAsync("-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=30:duration=4,noise=alls=60:allf=t", "-f", "lavfi", "-i", "sine=frequency=440:duration=4", "-c:v", "libx264", "-preset", "ultrafast", "-b:v", "20M", "-pix_fmt", "yuv420p", "-c:a", "aac", clip);
        }

        var loops = Math.Ceiling(megabytes * 1e6 / new FileInfo(clip).Length);
        await FfmpegAsync("-stream_loop", loops.ToString(CultureInfo.InvariantCulture), "-i", clip, "-c", "copy", "-fs", $"{megabytes}M", last);
        await FfmpegAsync("-i", last, "-c", "copy", "-movflags", "+faststart", first);
        return (last, first);
    }

    private static async Task FfmpegAsync(params string[] arguments)
    {
        using var ffmpeg = new ChildProcess("ffmpeg", ["-nostdin", "-v", "error", "-y", .. arguments]);
        await ffmpeg.WaitAsync(TimeSpan.FromMinutes(5));
    }
}

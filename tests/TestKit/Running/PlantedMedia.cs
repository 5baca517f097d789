
namespace ReportingService.TestKit.Running;

/// <summary>A photo and a video as phones make them, with secrets in the places where phones put them.</summary>
public static class PlantedMedia
{
    public const string Serial = "CANARYSERIAL7731";
    public const string Owner = "CANARYOWNERNAME";
    public const string Place = "42.6629,21.1655";

    public static readonly string[] Words = [Serial, Owner, "CANARYPHONEMODEL", "+42.6629+021.1655", "2019:07:04 10:22:33"];

    public static async Task<byte[]> PhotoAsync(TestFolder folder)
    {
        var file = folder["photo.jpg"];
        await RunAsync("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc=size=640x480:rate=1", "-frames:v", "1", "-pix_fmt", "yuvj420p", file);
        await RunAsync(
            "exiftool", "-q", "-overwrite_original", "-GPSLatitude=42.6629", "-GPSLatitudeRef=N", "-GPSLongitude=21.1655", "-GPSLongitudeRef=E",
            $"-SerialNumber={Serial}", "-Model=CANARYPHONEMODEL", $"-Artist={Owner}", "-DateTimeOriginal=2019:07:04 10:22:33", $"-XMP-dc:Creator={Owner}",
            $"-Comment={Owner}", file);
        return await File.ReadAllBytesAsync(file);
    }

    /// <param name="folder">Where to make it.</param>
    /// <param name="indexFirst">False as most phones write it: the index stands after the pictures.</param>
    public static async Task<byte[]> VideoAsync(TestFolder folder, bool indexFirst)
    {
        var file = folder[indexFirst ? "first.mp4" : "last.mp4"];
        string[] order = indexFirst ? ["-movflags", "+faststart"] : [];
        await RunAsync(
            "ffmpeg",
            ["-v", "error", "-y", "-f", "lavfi", "-i", "testsrc=size=320x240:rate=25:duration=2", "-f", "lavfi", "-i", "sine=frequency=440:duration=2",
            "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", "-metadata", $"title={Owner}",
            "-metadata", $"comment={Serial}", .. order, file]);
        await RunAsync("exiftool", "-q", "-overwrite_original", "-UserData:GPSCoordinates=42.6629, 21.1655", "-UserData:Model=CANARYPHONEMODEL", file);
        return await File.ReadAllBytesAsync(file);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = new ChildProcess(program, arguments);
        if (await process.WaitAsync(TimeSpan.FromMinutes(1)) != 0)
        {
            throw new InvalidOperationException($"{program} failed: {process.Output}");
        }
    }
}

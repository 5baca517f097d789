using System.Net;
using System.Net.Sockets;
using ReportingService.StaffConsole.PreviewFile;
using ReportingService.StaffConsole.Tests.Running;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.StaffConsole.Tests;

/// <summary>Small copies of files: made from what is sealed, by programs that can reach nothing, and clean of what a file carries.</summary>
public sealed class PreviewTests(RunningConsole console) : IClassFixture<RunningConsole>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Preview_OfAPhoto_IsASmallPictureWithNothingHidden()
    {
        using var folder = new TestFolder();
        var photo = await PlantedMedia.PhotoAsync(folder);
        Assert.NotEmpty(new CanarySearch(PlantedMedia.Words).In(photo));
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Me foto.", file: photo, fileType: "image/jpeg");
        var officer = await console["officer.gjilan"].BrowserAsync();
        var answer = await officer.GetAsync($"{report.Path}/files/{report.FileItem:N}/preview");
        Assert.Equal((200, "image/jpeg"), (answer.Status, answer.Header("Content-Type")));
        Assert.StartsWith("sandbox", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("no-store", answer.Header("Cache-Control"));
        Assert.True(answer.Bytes.AsSpan().StartsWith<byte>([0xFF, 0xD8]));
        AssertGoes(report, answer);
        AssertGoes(report, await officer.GetAsync($"{report.Path}/files/{report.FileItem:N}/preview"));
        Assert.Empty(new CanarySearch(PlantedMedia.Words).In(answer.Bytes));
        Assert.Contains(report.FileItem.ToString("N") + "/preview", (await officer.GetAsync(report.Path)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_OfAFilm_IsAPictureAndItsFirstSeconds()
    {
        using var folder = new TestFolder();
        var film = await PlantedMedia.VideoAsync(folder, indexFirst: false);
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Me film.", file: film, fileType: "video/mp4");
        var officer = await console["officer.gjilan"].BrowserAsync();
        var path = $"{report.Path}/files/{report.FileItem:N}";
        var poster = await officer.GetAsync(path + "/preview");
        var clip = await officer.GetAsync(path + "/clip", ("Range", "bytes=0-11"));
        Assert.Equal((200, "image/jpeg"), (poster.Status, poster.Header("Content-Type")));
        Assert.Equal((206, "video/mp4"), (clip.Status, clip.Header("Content-Type")));
        AssertGoes(report, clip);
        Assert.True(clip.Bytes.AsSpan(4).StartsWith("ftyp"u8));
        Assert.Empty(new CanarySearch(PlantedMedia.Words).In((await officer.GetAsync(path + "/clip")).Bytes));
    }

    [Fact]
    public async Task Preview_OfASound_IsItsWaveform()
    {
        using var folder = new TestFolder();
        var file = folder["sound.wav"];
        using (var make = new ChildProcess("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "sine=frequency=440:duration=2", file]))
        {
            Assert.Equal(0, await make.WaitAsync(TimeSpan.FromSeconds(120)));
        }

        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Me zë.", file: await File.ReadAllBytesAsync(file, Stop), fileType: "audio/wav");
        var officer = await console["officer.gjilan"].BrowserAsync();
        var answer = await officer.GetAsync($"{report.Path}/files/{report.FileItem:N}/preview");
        Assert.Equal((200, "image/png"), (answer.Status, answer.Header("Content-Type")));
    }

    [Fact]
    public async Task Preview_SeenTwice_OpensTheKeyOnce()
    {
        using var folder = new TestFolder();
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Dy herë.", file: await PlantedMedia.PhotoAsync(folder), fileType: "image/jpeg");
        var officer = await console["officer.gjilan"].BrowserAsync();
        var path = $"{report.Path}/files/{report.FileItem:N}/preview";
        Assert.Equal((await officer.GetAsync(path)).Bytes, (await officer.GetAsync(path)).Bytes);
        Assert.Equal(["key_opened"], await report.AuditActionsAsync());
    }

    [Fact]
    public async Task Preview_OfWhatIsNoPicture_IsRefused()
    {
        // The same noise every time: a decoder may take some other noise for a picture of some kind.
        var noise = new byte[300_000];
        new Random(7).NextBytes(noise);
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Jo foto.", file: noise, fileType: "image/jpeg");
        var officer = await console["officer.gjilan"].BrowserAsync();
        Assert.Equal(422, (await officer.GetAsync($"{report.Path}/files/{report.FileItem:N}/preview")).Status);
        Assert.Equal(404, (await officer.GetAsync($"{report.Path}/files/{report.FileItem:N}/clip")).Status);
    }

    [Fact]
    public async Task Preview_OfAnotherDesksFile_IsNotFound()
    {
        using var folder = new TestFolder();
        var report = await TestReport.ArriveAsync(console, "PS_FERIZAJ", "I huaj.", file: await PlantedMedia.PhotoAsync(folder), fileType: "image/jpeg");
        var stranger = await console["officer.gjilan"].BrowserAsync();
        Assert.Equal(404, (await stranger.GetAsync($"{report.Path}/files/{report.FileItem:N}/preview")).Status);
    }

    /// <summary>The same questions inside the walls and outside: what the sandbox denies must be there without it.</summary>
    [Theory]
    [InlineData("reads accounts", "cat /etc/passwd")]
    [InlineData("reads the host's folders", "ls /home /var /root")]
    [InlineData("sees other processes", "[ $(ls -d /proc/[0-9]* | wc -l) -gt 8 ]")]
    [InlineData("writes outside", "touch /usr/planted-by-a-decoder && rm /usr/planted-by-a-decoder")]
    [InlineData("knows the environment", "[ -n \"$HOME\" ]")]
    [InlineData("fills the memory", "head -c 300000000 /dev/zero > filled && rm filled")]
    public async Task Sandbox_Denies(string what, string question)
    {
        using var folder = new TestFolder();
        var script = $"{{ {question}; }} >/dev/null 2>&1 && echo yes || echo no";
        using var outside = new ChildProcess("/usr/bin/sh", ["-c", script], folder: folder.Path);
        await outside.WaitAsync(TimeSpan.FromSeconds(120));
        var inside = await PreviewSandbox.RunAsync(script, new MemoryStream(), Stop);
        Assert.Equal("yes", outside.Output.Trim());
        Assert.True("no\n"u8.SequenceEqual(inside), what);
    }

    [Fact]
    public async Task Sandbox_ReachesNoServer()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var script = $"bash -c 'exec 3<>/dev/tcp/127.0.0.1/{((IPEndPoint)server.LocalEndpoint).Port}' 2>/dev/null && echo yes || echo no";
        using var outside = new ChildProcess("/usr/bin/sh", ["-c", script]);
        await outside.WaitAsync(TimeSpan.FromSeconds(120));
        Assert.Equal("yes", outside.Output.Trim());
        var inside = await PreviewSandbox.RunAsync(script, new MemoryStream(), Stop);
        Assert.True("no\n"u8.SequenceEqual(inside));
    }

    [Fact]
    public async Task Sandbox_ThatNeverEnds_IsEnded()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PreviewSandbox.RunAsync("while :; do :; done # endless-preview", new MemoryStream(), stop.Token));
        for (var tries = 0; Endless() && tries < 1200; tries++)
        {
            await Task.Delay(50, Stop);
        }

        Assert.False(Endless());
    }

    [Fact]
    public async Task Sandbox_ThatWritesWithoutEnd_IsEnded()
        => Assert.Null(await PreviewSandbox.RunAsync("cat /dev/zero", new MemoryStream(), Stop));

    private static bool Endless() => Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _)).Any(path =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(path, "cmdline")).Contains("endless-preview", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    });

    /// <summary>Threat: opened in a window of its own, it outlasts the session of whoever looked at it.</summary>
    private static void AssertGoes(TestReport report, Answer answer)
        => Assert.Matches("^[0-9]+; url=" + System.Text.RegularExpressions.Regex.Escape("/session-ended?back=" + Uri.EscapeDataString(report.Path)) + "$", answer.Header("Refresh"));
}

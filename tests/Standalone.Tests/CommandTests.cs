using System.Text.Json;
using ReportingService.TestKit;
using static ReportingService.Standalone.Tests.Operator;

namespace ReportingService.Standalone.Tests;

/// <summary>What an operator types, as a process of its own: exit codes, sentences, files.</summary>
public sealed class CommandTests
{
    [Fact]
    public async Task Start_EmptyFolderWithoutRoots_SaysWhatToDo()
    {
        using var folder = new TestFolder();
        var (code, output) = await RunAsync("--data", folder["data"]);

        Assert.Equal(2, code);
        Assert.Contains("keys make-roots", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["data"]));
    }

    [Fact]
    public async Task MakeRoots_Twice_KeepsTheFirstAndOwnersOnlyFiles()
    {
        using var folder = new TestFolder();
        var (first, said) = await RunAsync("keys", "make-roots", "--out", folder["roots"], "--data", folder["data"]);
        Assert.True(first == 0, said);
        var trust = await File.ReadAllTextAsync(folder["data", "keys", "trust.json"]);
        var (second, _) = await RunAsync("keys", "make-roots", "--out", folder["other"], "--data", folder["data"]);

        Assert.Equal(1, second);
        Assert.Equal(trust, await File.ReadAllTextAsync(folder["data", "keys", "trust.json"]));
        var keys = Directory.GetFiles(folder.Path, "*.key", SearchOption.AllDirectories);
        Assert.Equal(9, keys.Length);
        Assert.All(keys, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        // No private key is ever printed.
        Assert.All(keys, file => Assert.Empty(new CanarySearch([JsonOf(file)]).In("output", said)));
    }

    [Theory]
    [InlineData("status")]
    [InlineData("audit", "verify")]
    public async Task Command_NoSuchInstance_ExitsWithTwo(params string[] command)
    {
        using var folder = new TestFolder();
        var (code, output) = await RunAsync([.. command, "--data", folder["nothing"]]);

        Assert.Equal(2, code);
        Assert.Contains("--data", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["nothing"]));
    }

    [Fact]
    public async Task Help_OfTheRoot_TellsEachDefaultOnce()
    {
        var (code, output) = await RunAsync("help");

        Assert.Equal(0, code);
        Assert.Equal(2, output.Split("http://127.0.0.1:5080").Length);
        Assert.Equal(2, output.Split("http://localhost:5081").Length);
    }

    [Theory]
    [InlineData("audit", "verify")]
    [InlineData("keys", "make-roots")]
    public async Task Family_NamedAlone_ShowsWhatItHas(string family, string member)
    {
        var (code, output) = await RunAsync(family);

        Assert.Equal(2, code);
        Assert.Contains(member, output, StringComparison.Ordinal);
        Assert.DoesNotContain("Required", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PortTaken_SaysWhichAndWhatToDo()
    {
        using var folder = new TestFolder();
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://127.0.0.1:{((System.Net.IPEndPoint)taken.LocalEndpoint).Port}";
        var (code, output) = await RunAsync("--demo", "--data", folder["data"], "--citizen-url", address, "--staff-url", "http://localhost:0");

        Assert.Equal(1, code);
        Assert.Contains(address, output, StringComparison.Ordinal);
        Assert.Contains("--citizen-url", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_RootsMadeAndNeverStarted_SaysSo()
    {
        using var folder = new TestFolder();
        await RunAsync("keys", "make-roots", "--out", folder["roots"], "--data", folder["data"]);
        var (code, output) = await RunAsync("status", "--data", folder["data"]);

        Assert.Equal(2, code);
        Assert.Contains("never started", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_OnAnotherAddress_IsRefused()
    {
        using var folder = new TestFolder();
        var (code, output) = await RunAsync("--demo", "--data", folder["data"], "--citizen-url", "http://0.0.0.0:5999");

        Assert.Equal(1, code);
        Assert.Contains("this machine only", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:5998", "http://localhost:5999")]
    [InlineData("http://127.0.0.1:5998", "http://127.0.0.1:5999")]
    [InlineData("https://Reports.example:5998", "https://reports.example.:5999")]
    public async Task Start_OneNameForBothSites_IsRefused(string citizen, string staff)
    {
        using var folder = new TestFolder();
        await RunAsync("keys", "make-roots", "--out", folder["roots"], "--data", folder["data"]);
        var (code, output) = await RunAsync("--data", folder["data"], "--citizen-url", citizen, "--staff-url", staff);

        Assert.Equal(2, code);
        Assert.Contains("cookies", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status", "--jsn")]
    [InlineData("statsu")]
    [InlineData("audit", "verify", "--data")]
    [InlineData("keys", "sign")]
    [InlineData("--citizen-url", "nowhere")]
    public async Task Command_Mistyped_ExitsWithTwo(params string[] command)
    {
        Assert.Equal(2, (await RunAsync(command)).Code);
        Assert.Equal(0, (await RunAsync("keys", "sign", "--help")).Code);
    }

    [Fact]
    public async Task Instance_StartedAsTheOtherKind_IsRefused()
    {
        using var folder = new TestFolder();
        await RunAsync("keys", "make-roots", "--out", folder["roots"], "--data", folder["real"]);
        var (code, output) = await RunAsync("--demo", "--data", folder["real"]);
        Assert.Equal(1, code);
        Assert.Contains("real instance", output, StringComparison.Ordinal);

        Directory.CreateDirectory(folder["demo"]);
        await File.WriteAllTextAsync(folder["demo", "demo-instance"], string.Empty);
        (code, output) = await RunAsync("--data", folder["demo"]);
        Assert.Equal(1, code);
        Assert.Contains("--demo", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scrub_MissingInput_ExitsWithTwo()
    {
        using var folder = new TestFolder();
        var (code, _) = await RunAsync("scrub", folder["nothing"], folder["out"]);

        Assert.Equal(2, code);
    }

    [Fact]
    public async Task Scrub_FolderWithRefusedFile_NamesItAndGoesOn()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["in", "deep"]);
        await File.WriteAllTextAsync(folder["in", "deep", "note.jpg"], "not a picture");
        await File.WriteAllBytesAsync(folder["in", "empty.mp4"], []);
        var (code, output) = await RunAsync("scrub", folder["in"], folder["out"]);

        Assert.Equal(0, code);
        Assert.Contains("deep/note.jpg\trefused\tnot_supported\t", output, StringComparison.Ordinal);
        Assert.Contains("refused deep/note.jpg: It is not one of the formats", output, StringComparison.Ordinal);
        Assert.Contains("empty.mp4\trefused\tnot_supported\t", output, StringComparison.Ordinal);
        Assert.Empty(Directory.Exists(folder["out"]) ? Directory.GetFiles(folder["out"], "*", SearchOption.AllDirectories) : []);
    }

    [Fact]
    public async Task Scrub_OntoItself_IsRefused()
    {
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(folder["photo.jpg"], "the only copy");
        var (code, _) = await RunAsync("scrub", folder["photo.jpg"], folder["photo.jpg"]);
        Assert.Equal(1, code);
        Assert.Equal("the only copy", await File.ReadAllTextAsync(folder["photo.jpg"]));
    }

    [Fact]
    public async Task Scrub_FileOntoFolderOrFolderOntoFile_IsRefusedWithoutTouchingIt()
    {
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(folder["photo.jpg"], "not a picture");
        Directory.CreateDirectory(folder["in"]);
        foreach (var (input, output) in new[] { ("photo.jpg", "in"), ("in", "photo.jpg") })
        {
            var (code, said) = await RunAsync("scrub", folder[input], folder[output]);
            Assert.Equal(1, code);
            Assert.Contains("OUT has to be what IN is", said, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetFileSystemEntries(folder["in"]));
        Assert.Equal("not a picture", await File.ReadAllTextAsync(folder["photo.jpg"]));

        // What is refused for what it is, is told in the list: the command did what it was asked.
        var (listed, list) = await RunAsync("scrub", folder["photo.jpg"], folder["new.jpg"]);
        Assert.Equal(0, listed);
        Assert.Contains("photo.jpg\trefused\tnot_supported\t", list, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["new.jpg"]));
    }

    private static string JsonOf(string keyFile)
    {
        var text = File.ReadAllText(keyFile);
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.EnumerateObject().Select(field => field.Value.ToString()).MaxBy(value => value.Length)!;
        }
        catch (JsonException)
        {
            return text.Trim().Split('\n')[^1].Trim();
        }
    }

    /// <summary>A broken file of the routing folder stops the start with a sentence that names it, not the first report.</summary>
    [Theory]
    [InlineData("municipalities.geojson", "\"coordinates\"", "\"coordinations\"", "municipalities.geojson")]
    [InlineData("units.json", "\"code\": \"DESK\"", "\"code\": \"DISK\"", "units.json")]
    [InlineData("sectors.json", "\"sectors\": []", "\"sectors\": [{ \"code\": \"A\", \"station\": \"PS_NONE\" }]", "sectors.json, line 4: 'PS_NONE' is not a station")]
    [InlineData("rules.json", "\"otherwise\": \"drugs\"", "\"otherwise\": \"drogs\"", "rules, line")]
    public async Task Start_BrokenRoutingFile_RefusedWithItsName(string file, string good, string bad, string said)
    {
        using var folder = new TestFolder();
        foreach (var source in Directory.GetFiles(Path.Combine(RepositoryRoot.Path, "infra", "routing"), "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder["routing"], Path.GetRelativePath(Path.Combine(RepositoryRoot.Path, "infra", "routing"), source));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(source, target);
        }

        var text = await File.ReadAllTextAsync(folder["routing", file]);
        Assert.Contains(good, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder["routing", file], text.Replace(good, bad, StringComparison.Ordinal));

        var (code, output) = await RunWithAsync(new Dictionary<string, string> { ["Routing__Folder"] = folder["routing"] }, "--demo", "--data", folder["data"], "--citizen-url", $"http://127.0.0.1:{FreePort.Next()}", "--staff-url", $"http://localhost:{FreePort.Next()}");

        Assert.Equal(1, code);
        Assert.Contains(said, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);

        await File.WriteAllTextAsync(folder["cases.json"], "[]");
        (code, output) = await RunAsync("route", folder["cases.json"], "--routing", folder["routing"]);
        Assert.Equal(1, code);
        Assert.Contains(said, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }
}

using System.Net;
using System.Net.Sockets;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Secrecy;

/// <summary>Nothing that could lead back to a reporter lies anywhere the product writes, running or stopped.</summary>
public sealed class CanaryTests
{
    private const string Address = "127.83.19.7";
    private const string Agent = "CanaryAgent/77.19 (CANARYDEVICE)";
    private const string Forwarded = "203.0.113.77";
    private const string FileName = "CANARYFILENAME_grandmother.jpg";
    private const string Text = "Komshiu im CANARYTEXTNAME e rreh gruan çdo natë, rruga CANARYSTREET 12.";

    [Fact]
    public async Task Report_WithPlantedWords_LeavesNoneOfThemAnywhere()
    {
        using var folder = new TestFolder();
        List<string> words = ["CANARYTEXTNAME", "CANARYSTREET", "CANARYFILENAME", "grandmother.jpg", Address, Agent, "CANARYDEVICE", Forwarded, .. PlantedMedia.Words];
        Directory.CreateDirectory(folder["tmp"]);
        using var product = await RunningProduct.StartAsync(folder["data"], environment: Loud(folder));
        var receipt = await SendAsync(product, folder);
        words.AddRange([receipt, receipt.Replace("-", string.Empty, StringComparison.Ordinal), receipt.Replace("-", " ", StringComparison.Ordinal)]);
        using var citizen = new CitizenApi(product.CitizenUrl);
        await citizen.UntilAsync(receipt, body => body.GetProperty("state").GetString() != "received", TimeSpan.FromSeconds(60));
        var (answered, _) = await citizen.AnswerAsync(receipt, "CANARYANSWER po shtoj edhe këtë.");
        Assert.Equal(201, answered);
        words.Add("CANARYANSWER");

        var search = new CanarySearch(words);
        Assert.Empty(Hits(search, product, folder));
        await product.Process.StopAsync(TimeSpan.FromSeconds(60));
        Assert.Empty(Hits(search, product, folder));
    }

    /// <summary>The control: a build without sealing and scrubbing, in which the same search must find what was sent.</summary>
    [Fact]
    public async Task Report_InTheControlBuild_IsFoundByTheSameSearch()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["tmp"]);
        using var product = await RunningProduct.StartAsync(folder["data"], environment: Loud(folder), program: await ControlBuildAsync());
        await SendAsync(product, folder);

        string[] stored = ["CANARYTEXTNAME", "CANARYSTREET", PlantedMedia.Serial, PlantedMedia.Owner, "CANARYPHONEMODEL", "+42.6629+021.1655"];
        Assert.DoesNotContain(stored, word => Hits(new CanarySearch([word]), product, folder).Count == 0);
    }

    /// <summary>The control: the same words, put where the product writes, are all found.</summary>
    [Fact]
    public async Task Search_WithEveryWordPlanted_FindsEveryWord()
    {
        using var folder = new TestFolder();
        string[] words = ["CANARYTEXTNAME", Address, "CANARYDEVICE", "8X2K9-QQ4TM-7ZWVR"];
        Func<string, byte[]>[] hidings =
        [
            System.Text.Encoding.UTF8.GetBytes, System.Text.Encoding.Unicode.GetBytes, System.Text.Encoding.BigEndianUnicode.GetBytes,
            word => System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(word))),
            word => System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("x" + word + "yz"))), Zip,
        ];
        foreach (var (hide, at) in hidings.Select((hide, at) => (hide, at)))
        {
            foreach (var word in words)
            {
                await File.WriteAllBytesAsync(folder[$"{at}.bin"], [1, 2, 3, .. hide(word), 4, 5]);
                Assert.NotEmpty(new CanarySearch([word]).In(folder.Path));
            }
        }
    }

    private static async Task<string> ControlBuildAsync()
    {
        var output = Path.Combine(RepositoryRoot.Path, "artifacts", "control");
        using var build = new ChildProcess(
            "dotnet",
            ["build", Path.Combine("src", "Standalone"), "-p:Control=open", "--artifacts-path", output, "-v", "quiet", "-nodeReuse:false", "-p:RunAnalyzers=false"]);
        if (await build.WaitAsync(TimeSpan.FromMinutes(8)) != 0)
        {
            throw new InvalidOperationException("The control build failed:\n" + build.Output);
        }

        return Path.Combine(output, "bin", "Standalone", "debug", "ReportingService.Standalone.dll");
    }

    private static byte[] Zip(string word)
    {
        using var memory = new MemoryStream();
        using (var member = new System.IO.Compression.GZipStream(memory, System.IO.Compression.CompressionLevel.Optimal))
        {
            member.Write(System.Text.Encoding.UTF8.GetBytes(word));
        }

        return memory.ToArray();
    }

    private static Dictionary<string, string> Loud(TestFolder folder) => new()
    {
        ["Logging__LogLevel__Default"] = "Trace",
        ["TMPDIR"] = folder["tmp"],
    };

    private static IReadOnlyList<string> Hits(CanarySearch search, RunningProduct product, TestFolder folder)
        => [.. search.In(product.DataFolder), .. search.In(folder["tmp"]), .. search.In("the log", product.Process.Output)];

    private static async Task<string> SendAsync(RunningProduct product, TestFolder folder)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse(Address), 0));
                await socket.ConnectAsync(context.DnsEndPoint, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var citizen = new CitizenApi(product.CitizenUrl, handler);
        var (status, body) = await citizen.SendAsync(
            new Dictionary<string, string> { ["text"] = Text, ["municipality"] = "gjilan", ["place"] = "CANARYSTREET 12", ["language"] = "sq" },
            [
                (FileName, "image/jpeg", await PlantedMedia.PhotoAsync(folder)),
                ("CANARYFILENAME.mp4", "video/mp4", await PlantedMedia.VideoAsync(folder, indexFirst: true)),
                ("CANARYFILENAME2.mp4", "video/mp4", await PlantedMedia.VideoAsync(folder, indexFirst: false)),
            ],
            request =>
            {
                request.Headers.UserAgent.Clear();
                request.Headers.TryAddWithoutValidation("User-Agent", Agent);
                request.Headers.TryAddWithoutValidation("X-Forwarded-For", Forwarded);
                request.Headers.TryAddWithoutValidation("Forwarded", $"for={Forwarded}");
            });
        Assert.Equal(201, status);
        Assert.All(body.GetProperty("files").EnumerateArray(), file => Assert.True(file.GetProperty("accepted").GetBoolean(), file.ToString()));
        return body.GetProperty("receipt").GetString()!;
    }
}

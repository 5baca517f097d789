using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Attacks;

/// <summary>Threat: uploads that fill memory or disk: long ones, ones that are refused half way, hundreds that break off, bombs.</summary>
public sealed class UploadTests(ITestOutputHelper output)
{
    private const long Megabyte = 1 << 20;
    private const int Cut = 200;

    private static readonly bool Heavy = Environment.GetEnvironmentVariable("REPORTING_HEAVY") == "1";

    [Fact]
    public async Task Uploads_LongRefusedCutOrBombs_StayInBoundsAndLeaveNothing()
    {
        using var folder = new TestFolder();
        using var product = await RunningProduct.StartAsync(folder["data"]);
        await SendAsync(product, "warm.wav", WaveFile.Header(2 * Megabyte), 2 * Megabyte);
        // The largest file there may be is 500,000,000 bytes.
        var length = (Heavy ? 470 : 80) * Megabyte;

        // Accepted; refused at its end because its index is missing; refused as a picture that unpacks to 100 times its size.
        Assert.Contains("\"accepted\":true", await BoundedAsync(product, "long", () => SendAsync(product, "long.wav", WaveFile.Header(length), length)), StringComparison.Ordinal);
        Assert.Contains("\"accepted\":false", await BoundedAsync(product, "half", () => SendAsync(product, "half.mp4", WithoutIndex(length), length)), StringComparison.Ordinal);
        Assert.Contains("\"accepted\":false", await BoundedAsync(product, "bomb", () => SendAsync(product, "bomb.png", Bomb(), 0)), StringComparison.Ordinal);

        var kept = Blobs(folder).Count;
        await CutAsync(product, folder);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (Blobs(folder).Count != kept || Directory.EnumerateFiles(folder["data", "scratch"]).Any())
        {
            await Task.Delay(100, limit.Token);
        }
    }

    private static List<string> Blobs(TestFolder folder) => [.. Directory.EnumerateFiles(folder["data", "blobs"], "*", SearchOption.AllDirectories)];

    /// <summary>Starts many uploads, waits until their beginnings lie on the disk, and hangs up.</summary>
    private async Task CutAsync(RunningProduct product, TestFolder folder)
    {
        var head = Encoding.ASCII.GetBytes(
            $"POST /api/v1/reports HTTP/1.1\r\nHost: {product.CitizenUrl.Authority}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000000\r\n\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.wav\"\r\nContent-Type: audio/wav\r\n\r\n");
        var sockets = new List<Socket>();
        for (var i = 0; i < Cut; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            sockets.Add(socket);
            await socket.ConnectAsync(product.CitizenUrl.Host, product.CitizenUrl.Port);
            await socket.SendAsync(head);
            await socket.SendAsync(WaveFile.Header(4_000_000));
            _ = socket.SendAsync(new byte[300_000]);
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var most = 0;
        while (most < 32)
        {
            // The control: their beginnings are there while they last.
            most = Math.Max(most, Blobs(folder).Count(path => path.EndsWith(".partial", StringComparison.Ordinal)));
            await Task.Delay(20, limit.Token);
        }

        output.WriteLine($"{most} partial files at once");
        sockets.ForEach(socket => socket.Dispose());
    }

    private async Task<string> BoundedAsync(RunningProduct product, string what, Func<Task<string>> upload)
    {
        var before = Resident(product);
        var most = before;
        var sending = upload();
        while (!sending.IsCompleted)
        {
            most = Math.Max(most, Resident(product));
            await Task.WhenAny(sending, Task.Delay(20));
        }

        output.WriteLine($"{what}: {before / Megabyte} MB resident before, {most / Megabyte} MB at most");
        Assert.True(most - before < 64 * Megabyte, $"{what}: grew by {(most - before) / Megabyte} MB");
        return await sending;
    }

    private static long Resident(RunningProduct product)
    {
        var line = File.ReadLines($"/proc/{product.Process.Id}/status").First(text => text.StartsWith("VmRSS", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    private static async Task<string> SendAsync(RunningProduct product, string name, byte[] header, long samples)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(3) };
        using var form = new MultipartFormDataContent
        {
            { new StringContent(AttackedProduct.Theft), "text" }, { new StringContent("gjilan"), "municipality" }, { new StringContent("theft"), "category" }, { new StringContent("sq"), "language" },
        };
        form.Add(new MadeContent(header, samples), "files", name);
        using var answer = await http.PostAsync(new Uri(product.CitizenUrl, "/api/v1/reports"), form);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>The beginning of a film whose index would stand at the end.</summary>
    private static byte[] WithoutIndex(long bytes)
    {
        byte[] header = [0, 0, 0, 24, .. "ftypisom"u8, 0, 0, 2, 0, .. "isommp42"u8, 0, 0, 0, 0, .. "mdat"u8];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(24), (uint)(bytes + 8));
        return header;
    }

    /// <summary>20,000 x 20,000 grey pixels, all alike.</summary>
    private static byte[] Bomb()
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[20_001];
            for (var i = 0; i < 20_000; i++)
            {
                zlib.Write(row);
            }
        }

        using var png = new MemoryStream();
        png.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk(png, "IHDR"u8, [0, 0, 0x4E, 0x20, 0, 0, 0x4E, 0x20, 8, 0, 0, 0, 0]);
        Chunk(png, "IDAT"u8, packed.ToArray());
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> type, byte[] data)
    {
        byte[] body = [.. type, .. data];
        png.Write(BitConverter.GetBytes(IPAddress.HostToNetworkOrder(data.Length)));
        png.Write(body);
        var sum = uint.MaxValue;
        foreach (var part in body)
        {
            sum ^= part;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum & 1) == 0 ? sum >> 1 : (sum >> 1) ^ 0xEDB88320;
            }
        }

        png.Write(BitConverter.GetBytes(IPAddress.HostToNetworkOrder((int)~sum)));
    }

    private sealed class MadeContent(byte[] header, long samples) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(header);
            var buffer = new byte[64 * 1024];
            for (var left = samples; left > 0; left -= buffer.Length)
            {
                await stream.WriteAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)));
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = header.Length + samples;
            return true;
        }
    }
}

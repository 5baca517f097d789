using System.Net;
using Microsoft.Data.Sqlite;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Attacks;

/// <summary>What the product leans on is away: the database is held by another program, the disk is full.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task Database_HeldByAnotherForTenSeconds_LosesNothing()
    {
        using var folder = new TestFolder();
        using var product = await RunningProduct.StartAsync(folder["data"]);
        using var citizen = new CitizenApi(product.CitizenUrl);
        var minted = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => citizen.MintAsync()));
        Task<(int Status, System.Text.Json.JsonElement Body)[]> sending;
        await using (var other = new SqliteConnection($"Data Source={folder["data", "reports.db"]};Pooling=False"))
        {
            await other.OpenAsync();
            await using var hold = other.CreateCommand();
            hold.CommandText = "BEGIN IMMEDIATE";
            await hold.ExecuteNonQueryAsync();
            sending = Task.WhenAll(minted.Select(receipt => citizen.SendAsync(Fields(receipt.Token))));
            await Task.Delay(TimeSpan.FromSeconds(10));

            // The control: it was held; nothing was answered with "accepted" that could not be stored.
            Assert.Equal(0, await new Meddler(product.DataFolder).ReadAsync<long>("SELECT COUNT(*) FROM Cases"));
            hold.CommandText = "ROLLBACK";
            await hold.ExecuteNonQueryAsync();
        }

        foreach (var (answer, receipt) in (await sending).Zip(minted))
        {
            Assert.True(answer.Status is 201 or 503, $"{answer.Status} {answer.Body}");
            var (again, _) = await citizen.SendAsync(Fields(receipt.Token));
            Assert.Equal(201, again);
            await citizen.UntilAsync(receipt.Receipt, opened => opened.GetProperty("state").GetString() == "routed", TimeSpan.FromSeconds(60));
        }

        Assert.Equal(minted.Length, await new Meddler(product.DataFolder).ReadAsync<long>("SELECT COUNT(*) FROM Cases"));
    }

    [Fact]
    public async Task Bus_DownFromTheStart_ReportsAreTakenAndRoutedWhenItComes()
    {
        using var folder = new TestFolder();
        await using var broker = new RabbitMqServer();
        using var product = await RunningProduct.StartAsync(
            folder["data"], environment: new Dictionary<string, string> { ["Messages__Transport"] = "rabbitmq", ["ConnectionStrings__Messages"] = broker.Address });
        using var citizen = new CitizenApi(product.CitizenUrl);
        var (status, body) = await citizen.SendAsync(Fields(null));
        Assert.Equal(201, status);
        var receipt = body.GetProperty("receipt").GetString()!;
        await Task.Delay(TimeSpan.FromSeconds(2));
        var (_, opened) = await citizen.OpenAsync(receipt);
        Assert.Equal("received", opened.GetProperty("state").GetString());
        await broker.StartAsync();

        // The gaps between the tries have grown as long as the broker was away.
        await citizen.UntilAsync(receipt, found => found.GetProperty("state").GetString() == "routed", TimeSpan.FromSeconds(300));
    }

    [Fact]
    public async Task Disk_Full_SaysSoKeepsNothingHalfAndGoesOnWhenThereIsRoom()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["small"]);
        using (var mount = new ChildProcess("mount", ["-t", "tmpfs", "-o", "size=24m", "tmpfs", folder["small"]]))
        {
            if (await mount.WaitAsync(TimeSpan.FromSeconds(60)) != 0)
            {
                Assert.Skip("Mounting a small file system needs root: " + mount.Output);
            }
        }

        try
        {
            await OnSmallDiskAsync(folder);
        }
        finally
        {
            using var unmount = new ChildProcess("umount", ["-l", folder["small"]]);
            await unmount.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    private static async Task OnSmallDiskAsync(TestFolder folder)
    {
        using var product = await RunningProduct.StartAsync(folder["small", "data"]);
        using var citizen = new CitizenApi(product.CitizenUrl);
        var photo = await PlantedMedia.PhotoAsync(folder);
        (string Name, string Type, byte[] Bytes)[] files = [("a.jpg", "image/jpeg", photo), ("a.wav", "audio/wav", WaveFile.Of(1_000_000, 3))];
        var (status, first) = await citizen.SendAsync(Fields(null), files);
        Assert.Equal(201, status);

        // Routed before anything is counted or filled: routing adds rows, and its log is cut to nothing after it, which gives room back.
        await citizen.UntilAsync(first.GetProperty("receipt").GetString()!, opened => opened.GetProperty("state").GetString() == "routed", TimeSpan.FromSeconds(60));
        var rows = new Meddler(product.DataFolder);
        await Wait.UntilAsync(async () => await rows.ReadAsync<long>("SELECT COUNT(*) FROM Outbox WHERE FinishedAt IS NULL") == 0, "every message finished");
        var stored = await rows.ReadAsync<long>("SELECT COUNT(*) FROM CaseItems");
        var blobs = Blobs(folder);

        await FillAsync(folder["small", "filler"]);
        await Task.Delay(TimeSpan.FromSeconds(1));
        await FillAsync(folder["small", "more"]);
        using var http = new HttpClient();
        using var refused = await PostAsync(http, new Uri(product.CitizenUrl, "/api/v1/reports"), Fields(null), files);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains("storage_full", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var token = (await citizen.MintAsync()).Token;
        using var page = await PostAsync(http, new Uri(product.CitizenUrl, "/sq/sent"), Fields(token), files);
        var text = await page.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.NotNull(page.Headers.RetryAfter);
        Assert.Contains("lang=\"sq\"", text, StringComparison.Ordinal);
        Assert.Contains("biçikletën", WebUtility.HtmlDecode(text), StringComparison.Ordinal);

        // Only words until the database itself is full too.
        for (var attempt = 0; attempt < 400 && status != 503; attempt++)
        {
            (status, _) = await citizen.SendAsync(Fields(null));
            Assert.True(status is 201 or 503, $"{status}");
        }

        Assert.Equal(503, status);
        Assert.Equal(blobs, Blobs(folder));
        Assert.Equal("ok", await rows.ReadAsync<string>("PRAGMA integrity_check"));
        Assert.Equal(stored, await rows.ReadAsync<long>("SELECT COUNT(*) FROM CaseItems WHERE CaseId IN (SELECT CaseId FROM CaseItems WHERE Kind = 'media')"));

        File.Delete(folder["small", "filler"]);
        File.Delete(folder["small", "more"]);
        (status, var sent) = await citizen.SendAsync(Fields(token), files);
        Assert.Equal(201, status);
        await citizen.UntilAsync(sent.GetProperty("receipt").GetString()!, opened => opened.GetProperty("state").GetString() == "routed", TimeSpan.FromSeconds(60));
        using var command = new ChildProcess("dotnet", ["exec", RunningProduct.Program, "status", "--data", product.DataFolder]);
        Assert.True(await command.WaitAsync(TimeSpan.FromMinutes(1)) == 0, command.Output);
    }

    private static List<string> Blobs(TestFolder folder) => [.. Directory.EnumerateFiles(folder["small", "data", "blobs"], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static async Task FillAsync(string path)
    {
        await using var filler = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1);
        foreach (var size in new[] { 256 * 1024, 4096 })
        {
            try
            {
                while (true)
                {
                    await filler.WriteAsync(new byte[size]);
                }
            }
            catch (IOException)
            {
                // Full.
            }
        }
    }

    private static Dictionary<string, string> Fields(string? token)
    {
        var fields = new Dictionary<string, string> { ["text"] = AttackedProduct.Theft, ["municipality"] = "gjilan", ["category"] = "theft", ["language"] = "sq" };
        if (token is not null)
        {
            fields["token"] = token;
        }

        return fields;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, Uri address, Dictionary<string, string> fields, (string Name, string Type, byte[] Bytes)[] files)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields.Where(field => field.Key != "language" || !address.AbsolutePath.EndsWith("/sent", StringComparison.Ordinal)))
        {
            form.Add(new StringContent(value), name);
        }

        foreach (var (name, type, bytes) in files)
        {
            var content = new ByteArrayContent(bytes);
            content.Headers.ContentType = new(type);
            form.Add(content, "files", name);
        }

        return await http.PostAsync(address, form);
    }
}

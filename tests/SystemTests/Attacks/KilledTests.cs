using System.Globalization;
using ReportingService.SystemTests.Secrecy;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Attacks;

/// <summary>The process ends at the worst moments: tables half made, a file half written, a desk's key half renewed, half signed.</summary>
public sealed class KilledTests
{
    [Fact]
    public async Task FirstStart_KilledAgainAndAgain_StartsWholeAtLast()
    {
        using var folder = new TestFolder();
        Assert.Equal(0, await RunAsync("keys", "make-roots", "--out", folder["roots"], "--data", folder["data"]));
        foreach (var wait in new[] { 600, 1000, 1500 })
        {
            using var starting = Start(folder);
            await Task.Delay(wait);
            starting.Kill();
        }

        using var product = await RunningProduct.StartAsync(folder["data"], extra: []);
        var rows = new Meddler(product.DataFolder);
        Assert.Equal("ok", await rows.ReadAsync<string>("PRAGMA integrity_check"));
        Assert.Equal(1, await rows.ReadAsync<long>("SELECT COUNT(*) FROM Accounts"));
        Assert.Equal(1, await rows.ReadAsync<long>("SELECT COUNT(*) FROM Invites WHERE UsedAt IS NULL"));
        Assert.Equal(0, await RunAsync("audit", "verify", "--data", folder["data"]));
    }

    [Fact]
    public async Task Upload_KilledInTheMiddle_LeavesNoPartialFileAfterTheNextStart()
    {
        using var folder = new TestFolder();
        using var product = await RunningProduct.StartAsync(folder["data"]);
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        await socket.ConnectAsync(product.CitizenUrl.Host, product.CitizenUrl.Port);
        await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(
            $"POST /api/v1/reports HTTP/1.1\r\nHost: {product.CitizenUrl.Authority}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000000\r\n\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.wav\"\r\n\r\n"));
        await socket.SendAsync(WaveFile.Header(4_000_000));
        await socket.SendAsync(new byte[400_000]);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!Partials(folder).Any())
        {
            await Task.Delay(20, limit.Token);
        }

        product.Process.Kill();
        Assert.NotEmpty(Partials(folder));
        await product.RestartAsync();
        Assert.Empty(Partials(folder));

        // A desk's key is renewed while the process ends: the old epoch or the new one, whole.
        var rows = new Meddler(product.DataFolder);
        foreach (var wait in new[] { 3, 20 })
        {
            await rows.ChangeAsync("UPDATE Accounts SET TotpLastStep = 0");
            using var officer = await OfficerBrowser.SignInAsync(product, product.Accounts().Single(account => account.User == "officer.ps-gjilan"));
            await officer.GoAsync("/desks/PS_GJILAN/rotate-key");
            Assert.NotEmpty(officer.Page.QuerySelectorAll("form[action$='/rotate-key']"));
            var rotating = officer.SubmitAsync("/desks/PS_GJILAN/rotate-key");
            await Task.Delay(wait, CancellationToken.None);
            product.Process.Kill();
            await Assert.ThrowsAnyAsync<Exception>(async () =>
            {
                await rotating;
                throw new InvalidOperationException("It had answered before.");
            });
            await product.RestartAsync();
            await KeysAreWholeAsync(product, rows);
        }
    }

    [Fact]
    public async Task Signing_KilledInTheMiddle_LeavesTheKeyWaitingOrSigned()
    {
        using var folder = new TestFolder();
        using var product = await RunningProduct.StartAsync(folder["data"]);
        var rows = new Meddler(product.DataFolder);

        // As if the first member had just made the keys of these desks: they wait for the custodian.
        await rows.ChangeAsync("UPDATE UnitKeys SET State = 'pending', Signature = NULL WHERE Domain = 'police'");
        var waiting = await rows.ReadAsync<long>("SELECT COUNT(*) FROM UnitKeys WHERE State = 'pending'");
        for (var wait = 300; wait <= 2100 && await rows.ReadAsync<long>("SELECT COUNT(*) FROM UnitKeys WHERE State = 'pending'") > 0; wait += 600)
        {
            using var signing = Sign(folder);
            await Task.Delay(wait);
            signing.Kill();
            Assert.Equal(0, await rows.ReadAsync<long>("SELECT COUNT(*) FROM UnitKeys WHERE (State = 'pending') <> (Signature IS NULL)"));
            Assert.Equal(
                waiting - await rows.ReadAsync<long>("SELECT COUNT(*) FROM UnitKeys WHERE State = 'pending'"),
                await rows.AuditedAsync("unit_key_signed"));
        }

        using (var last = Sign(folder))
        {
            Assert.Equal(0, await last.WaitAsync(TimeSpan.FromMinutes(1)));
        }

        Assert.Equal(0, await rows.ReadAsync<long>("SELECT COUNT(*) FROM UnitKeys WHERE State = 'pending'"));
        Assert.Equal(waiting, await rows.AuditedAsync("unit_key_signed"));
        await KeysAreWholeAsync(product, rows);
    }

    private static ChildProcess Start(TestFolder folder) => new(
        "dotnet",
        ["exec", RunningProduct.Program, "--data", folder["data"], "--citizen-url", $"http://127.0.0.1:{FreePort.Next()}", "--staff-url", $"http://localhost:{FreePort.Next()}"]);

    private static ChildProcess Sign(TestFolder folder) => new(
        "dotnet", ["exec", RunningProduct.Program, "keys", "sign", "--roots", folder["data", "demo-roots"], "--data", folder["data"], "--yes"]);

    private static IEnumerable<string> Partials(TestFolder folder) => Directory.EnumerateFiles(folder["data", "blobs"], "*.partial", SearchOption.AllDirectories);

    /// <summary>Epochs without gaps, one of them current, each openable by its member, and a report that comes now is routed.</summary>
    private static async Task KeysAreWholeAsync(RunningProduct product, Meddler rows)
    {
        var epochs = (await rows.RowsAsync("SELECT Epoch, State FROM UnitKeys WHERE Desk = 'PS_GJILAN' ORDER BY Epoch")).ConvertAll(row => (Epoch: (long)row[0], State: (string)row[1]));
        Assert.Equal(Enumerable.Range(1, epochs.Count).Select(number => (long)number), epochs.Select(epoch => epoch.Epoch));
        Assert.Equal(epochs.Count, epochs.FindIndex(epoch => epoch.State == "active") + 1);
        await using var stolen = new StolenDatabase(product.DataFolder);
        var keys = await stolen.KeysOfAsync(product.Accounts().Single(account => account.User == "officer.ps-gjilan"));
        Assert.Equal(epochs.Count, keys.Count);
        using var citizen = new CitizenApi(product.CitizenUrl);
        var (status, body) = await citizen.SendAsync(new Dictionary<string, string> { ["text"] = AttackedProduct.Theft, ["municipality"] = "gjilan", ["category"] = "theft", ["language"] = "sq" });
        Assert.Equal(201, status);
        await citizen.UntilAsync(body.GetProperty("receipt").GetString()!, opened => opened.GetProperty("state").GetString() == "routed", TimeSpan.FromSeconds(60));
        var newest = await rows.ReadAsync<long>("SELECT MAX(Epoch) FROM CaseGrants WHERE Holder = 'PS_GJILAN'");
        Assert.Equal(epochs.Count.ToString(CultureInfo.InvariantCulture), newest.ToString(CultureInfo.InvariantCulture));
    }

    private static async Task<int> RunAsync(params string[] arguments)
    {
        using var process = new ChildProcess("dotnet", ["exec", RunningProduct.Program, .. arguments]);
        return await process.WaitAsync(TimeSpan.FromMinutes(1));
    }
}

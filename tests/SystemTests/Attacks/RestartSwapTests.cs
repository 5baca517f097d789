using ReportingService.Opening;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Attacks;

/// <summary>Threat: somebody exchanges what the product reads when it starts.</summary>
public sealed class RestartSwapTests
{
    [Fact]
    public async Task RootsAndRouterKey_ExchangedWhileStopped_AreRefused()
    {
        using var folder = new TestFolder();
        using var product = await RunningProduct.StartAsync(folder["data"]);
        var rows = new Meddler(product.DataFolder);
        RootKeyFiles.Make(folder["others"]);
        var trust = folder["data", "keys", "trust.json"];
        var pinned = await File.ReadAllTextAsync(trust);

        // While it runs, the file is not asked again.
        File.Copy(folder["others", "trust.json"], trust, overwrite: true);
        using var citizen = new CitizenApi(product.CitizenUrl);
        Assert.Equal("routed", await SendAsync(citizen));
        await product.Process.StopAsync(TimeSpan.FromSeconds(60));

        // Other roots, but this instance's id: sealed to their recovery keys, reports would open with them.
        var other = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(trust))!;
        other["instance"] = System.Text.Json.Nodes.JsonNode.Parse(pinned)!["instance"]!.GetValue<string>();
        await File.WriteAllTextAsync(trust, other.ToJsonString());
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(product.RestartAsync);
        Assert.Contains("is not the one this instance was begun with", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, product.Process.ExitCode);
        Assert.Equal(1, await rows.AuditedAsync("trust_refused"));

        // The control: with its own roots the same instance starts. The router's key in the database is another's meanwhile.
        await File.WriteAllTextAsync(trust, pinned);
        using var planted = await PlantedKey.MakeAsync(product.DataFolder, "DESK", Core.Keys.KeyDomain.Police);
        await rows.ChangeAsync("UPDATE RouterEpochs SET PublicKey = $0 WHERE RetiredAt IS NULL", planted.Made.Record.PublicKey);
        await product.RestartAsync();
        Assert.Equal("routed", await SendAsync(citizen));
        Assert.True(await rows.AuditedAsync("router_key_refused") > 0);
    }

    private static async Task<string?> SendAsync(CitizenApi citizen)
    {
        var (status, body) = await citizen.SendAsync(new Dictionary<string, string> { ["text"] = AttackedProduct.Theft, ["municipality"] = "gjilan", ["category"] = "theft", ["language"] = "sq" });
        Assert.Equal(201, status);
        var opened = await citizen.UntilAsync(body.GetProperty("receipt").GetString()!, found => found.GetProperty("state").GetString() != "received", TimeSpan.FromSeconds(60));
        return opened.GetProperty("state").GetString();
    }
}

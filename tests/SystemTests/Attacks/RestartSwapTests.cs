using System.Text.Json.Nodes;
using ReportingService.Opening;
using ReportingService.Sealing;
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
        var other = JsonNode.Parse(await File.ReadAllTextAsync(trust))!;
        other["instance"] = JsonNode.Parse(pinned)!["instance"]!.GetValue<string>();
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

    /// <summary>
    /// Threat: a hostile operator changes trust.json and the database together. Only the recovery keys are exchanged, so that every
    /// chain of desk keys goes on to verify while what waits is sealed to his keys.
    /// </summary>
    [Fact]
    public async Task RecoveryKeysAndDatabase_ExchangedTogether_NobodySignsInAndItIsOnRecord()
    {
        using var folder = new TestFolder();
        using var product = await RunningProduct.StartAsync(folder["data"]);
        var rows = new Meddler(product.DataFolder);
        using var citizen = new CitizenApi(product.CitizenUrl);
        Assert.Equal("routed", await SendAsync(citizen));
        var trust = folder["data", "keys", "trust.json"];
        var (pinned, pin) = (await File.ReadAllTextAsync(trust), await rows.ReadAsync<string>("SELECT Value FROM Settings WHERE Name = 'trust'"));
        var swapped = WithOtherRecoveryKeys(pinned, folder["others"]);
        await product.Process.StopAsync(TimeSpan.FromSeconds(60));

        await File.WriteAllTextAsync(trust, swapped);
        var other = PlantedKey.TrustOf(product.DataFolder);
        await rows.ChangeAsync("UPDATE Settings SET Value = $0 WHERE Name = 'trust'", Convert.ToHexStringLower(other.Pin()));
        await product.RestartAsync();
        foreach (var user in new[] { "officer.ps-gjilan", "inspector.pik", "administrator" })
        {
            var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => SignInAsync(product, rows, user));
            Assert.Contains("nuk punon me rrënjët", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(3, await rows.AuditedAsync("sign_in_refused", "trust=changed"));
        Assert.Equal(0, await rows.AuditedAsync("signed_in"));

        // The control: with its own keys back, the same accounts sign in as always.
        await product.Process.StopAsync(TimeSpan.FromSeconds(60));
        await File.WriteAllTextAsync(trust, pinned);
        await rows.ChangeAsync("UPDATE Settings SET Value = $0 WHERE Name = 'trust'", pin);
        await product.RestartAsync();
        (await SignInAsync(product, rows, "officer.ps-gjilan")).Dispose();
        Assert.Equal(1, await rows.AuditedAsync("signed_in"));
        await product.Process.StopAsync(TimeSpan.FromSeconds(60));

        // On purpose: a custodian compares the digits for the instance, and every member of staff for their own account.
        await File.WriteAllTextAsync(trust, swapped);
        await Assert.ThrowsAsync<InvalidOperationException>(product.RestartAsync);
        Assert.Equal(2, await RepinAsync(product, KeyFingerprint.Of(PlantedKey.TrustOf(product.DataFolder))[..^1] + "x"));
        await Assert.ThrowsAsync<InvalidOperationException>(product.RestartAsync);
        Assert.Equal(0, await RepinAsync(product, KeyFingerprint.Of(other)));
        await product.RestartAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => SignInAsync(product, rows, "officer.ps-gjilan"));
        using var officer = new OfficerBrowser(product.StaffUrl);
        await rows.ChangeAsync("UPDATE Accounts SET TotpLastStep = 0");
        var account = product.Accounts().Single(row => row.User == "officer.ps-gjilan");
        await officer.GoAsync("/sign-in");
        await officer.SubmitAsync("/sign-in", ("UserName", account.User), ("Passphrase", account.Passphrase), ("Code", OfficerBrowser.CodeOf(account)), ("Roots", KeyFingerprint.Of(other)));
        Assert.Equal("/queue", officer.Address.AbsolutePath);
        (await SignInAsync(product, rows, "officer.ps-gjilan")).Dispose();
    }

    /// <summary>Of this text, everything but the recovery keys, which are those of roots made in <paramref name="folder"/>.</summary>
    private static string WithOtherRecoveryKeys(string pinned, string folder)
    {
        RootKeyFiles.Make(folder);
        var (ours, others) = (JsonNode.Parse(pinned)!, JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "trust.json")))!);
        foreach (var domain in ours["domains"]!.AsObject())
        {
            domain.Value!["recovery"] = others["domains"]![domain.Key]!["recovery"]!.GetValue<string>();
        }

        return ours.ToJsonString();
    }

    private static async Task<OfficerBrowser> SignInAsync(RunningProduct product, Meddler rows, string user)
    {
        await rows.ChangeAsync("UPDATE Accounts SET TotpLastStep = 0");
        return await OfficerBrowser.SignInAsync(product, product.Accounts().Single(account => account.User == user));
    }

    private static async Task<int> RepinAsync(RunningProduct product, string digits)
    {
        using var command = new ChildProcess("dotnet", ["exec", RunningProduct.Program, "keys", "repin", "--fingerprint", digits, "--data", product.DataFolder]);
        return await command.WaitAsync(TimeSpan.FromSeconds(120));
    }

    private static async Task<string?> SendAsync(CitizenApi citizen)
    {
        var (status, body) = await citizen.SendAsync(new Dictionary<string, string> { ["text"] = AttackedProduct.Theft, ["municipality"] = "gjilan", ["category"] = "theft", ["language"] = "sq" });
        Assert.Equal(201, status);
        var opened = await citizen.UntilAsync(body.GetProperty("receipt").GetString()!, found => found.GetProperty("state").GetString() != "received", TimeSpan.FromSeconds(60));
        return opened.GetProperty("state").GetString();
    }
}

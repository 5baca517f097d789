using ReportingService.TestKit;
using ReportingService.TestKit.Running;
using static ReportingService.Standalone.Tests.Operator;

namespace ReportingService.Standalone.Tests;

/// <summary>One server on a data folder, and what an operator reads about a new instance.</summary>
public sealed class OneServerTests
{
    [Fact]
    public async Task SecondServer_OnTheSameFolder_IsRefusedUntilTheFirstIsKilled()
    {
        using var folder = new TestFolder();
        Assert.Equal(0, (await RunAsync("keys", "make-roots", "--out", folder["roots"], "--data", folder["data"])).Code);
        using var product = await RunningProduct.StartAsync(folder["data"], extra: []);
        var (code, output) = await RunAsync(
            "--data", folder["data"], "--citizen-url", $"http://127.0.0.1:{FreePort.Next()}", "--staff-url", $"http://localhost:{FreePort.Next()}");
        Assert.Equal(2, code);
        Assert.Contains("Another server runs", output, StringComparison.Ordinal);

        // Everything else works beside the server.
        (code, output) = await RunAsync("status", "--data", folder["data"]);
        Assert.Equal(0, code);
        Assert.Contains("no desk can be opened:", output, StringComparison.Ordinal);
        Assert.Contains("NOT READY for the public: nobody can open HELPLINE, PIK, DIIBC, DESK, EMERG;", output, StringComparison.Ordinal);
        Assert.DoesNotContain("healthy", output, StringComparison.OrdinalIgnoreCase);

        // A hundred codes on one line said nothing: by body, and in full when asked.
        Assert.Matches(@"\n  police +(\d+) of \1\r?\n", output);
        Assert.Matches(@"\n  helpline +1 of 1: HELPLINE\r?\n", output);
        Assert.DoesNotContain("PS_GJILAN", output, StringComparison.Ordinal);
        Assert.Contains("PS_GJILAN", (await RunAsync("status", "--desks", "--data", folder["data"])).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("audit", "verify", "--data", folder["data"])).Code);
        Assert.Equal(0, (await RunAsync("keys", "sign", "--roots", folder["roots"], "--data", folder["data"])).Code);
        Assert.Equal(0, (await RunAsync("backup", "--data", folder["data"], "--out", folder["sealed"], "--keys-out", folder["keys"])).Code);

        product.Process.Kill();
        await product.RestartAsync();
    }
}

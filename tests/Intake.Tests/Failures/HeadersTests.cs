using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportingService.Data;
using ReportingService.Intake.Tests.Site;

namespace ReportingService.Intake.Tests.Failures;

public sealed class HeadersTests
{
    [Fact]
    public async Task Headers_EveryStatus_AreThere()
    {
        await using var site = await IntakeSite.StartAsync(builder => builder.Services.AddSingleton<IDbContextFactory<ReportingDb>, BrokenDatabase>());
        var http = site.Http;
        var receipt = (await http.SendAsync("/api/v1/receipts", null)).Body.GetProperty("receipt").GetString()!;
        var answers = new List<(string What, HttpResponseMessage Response, int Status)>
        {
            ("start", await http.GetAsync("/"), 302),
            ("page", await http.GetAsync("/sq"), 200),
            ("asset", await http.GetAsync("/assets/citizen.css"), 200),
            ("missing asset", await http.GetAsync("/assets/nothing.css"), 404),
            ("missing page", await http.GetAsync("/sq/nowhere"), 404),
            ("missing anything", await http.GetAsync("/wp-login.php"), 404),
            ("missing api", await http.GetAsync("/api/v1/nowhere"), 404),
            ("wrong method", await http.GetAsync("/api/v1/reports"), 405),
            ("openapi", await http.GetAsync("/openapi/v1.json"), 200),
            ("exit", await http.GetAsync("/en/exit"), 302),
            ("missing text", await http.PostAsync("/api/v1/reports", new MultipartFormDataContent { { new StringContent(string.Empty), "text" } }), 422),
            ("too long", await http.PostAsync("/api/v1/reports", ApiCalls.Report(new string('a', 30_000))), 413),
            ("wrong type", await http.PostAsync("/api/v1/reports", new StringContent("x")), 415),
            ("form refused", await http.PostAsync("/sq/about", new FormUrlEncodedContent([])), 422),
            ("failure", await http.PostAsync("/sq/answer", new FormUrlEncodedContent([new("receipt", receipt)])), 500),
            ("failure of the api", await http.PostAsJsonAsync("/api/v1/receipts/open", new { receipt }), 500),
        };
        foreach (var (what, response, status) in answers)
        {
            Assert.True(status == (int)response.StatusCode, $"{what}: {(int)response.StatusCode}");
            Assert.True(response.Headers.TryGetValues("Content-Security-Policy", out var policy), what);
            Assert.StartsWith("default-src 'none'; ", Assert.Single(policy!), StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", Assert.Single(policy!), StringComparison.Ordinal);
            Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Cross-Origin-Opener-Policy")));
            Assert.Equal("require-corp", Assert.Single(response.Headers.GetValues("Cross-Origin-Embedder-Policy")));
            Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Cross-Origin-Resource-Policy")));
            Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
            Assert.True(Assert.Single(response.Headers.GetValues("Permissions-Policy")).Split(',').Length >= 26);
            Assert.True(response.Headers.CacheControl!.NoStore, what);
            Assert.False(response.Headers.Contains("Server"), what);
            Assert.False(response.Headers.Contains("Set-Cookie"), what);
        }
    }

    [Fact]
    public async Task Failure_OnAPage_IsReadableAndLogsNoMessage()
    {
        await using var site = await IntakeSite.StartAsync(builder => builder.Services.AddSingleton<IDbContextFactory<ReportingDb>, BrokenDatabase>());
        var receipt = (await site.Http.SendAsync("/api/v1/receipts", null)).Body.GetProperty("receipt").GetString()!;
        var browser = new PlainBrowser(site.Http);
        await browser.OpenAsync("/sr-Latn/answer");
        await browser.Fill("#receipt", receipt).ClickAsync("main .main-button");
        Assert.Equal(HttpStatusCode.InternalServerError, browser.Status);
        Assert.Equal("Na našoj strani je došlo do greške", browser.One("h1").TextContent);
        Assert.Contains(site.Logs.Lines, line => line.Contains("InvalidOperationException", StringComparison.Ordinal));
        Assert.DoesNotContain(site.Logs.Lines, line => line.Contains(BrokenDatabase.Message, StringComparison.Ordinal));
    }

    private sealed class BrokenDatabase : IDbContextFactory<ReportingDb>
    {
        public const string Message = "a sentence that somebody typed";

        public ReportingDb CreateDbContext() => throw new InvalidOperationException(Message);
    }
}

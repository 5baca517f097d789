using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.Intake.Tests.Site;

namespace ReportingService.Intake.Tests.SubmitReport;

[Collection(nameof(SharedSite))]
public sealed class BadInputTests(SharedSite shared)
{
    private readonly IntakeSite site = shared.Site;

    public static TheoryData<string, string, string, int, string> Fields => new()
    {
        { "text", "", "", 422, "text_missing" },
        { "text", "   \n ", "", 422, "text_missing" },
        { "text", "\u200b\u2066\0\ufeff", "", 422, "text_missing" },
        { "text", new string('a', 20_001), "", 413, "text_too_long" },
        { "text", new string('a', 1_000_000), "", 413, "text_too_long" },
        { "phone", "044123456", "unknown", 400, "unknown_field" },
        { "category", "bank_robbery", "more", 422, "invalid_value" },
        { "category", "Theft", "more", 422, "invalid_value" },
        { "municipality", "atlantis", "more", 422, "invalid_value" },
        { "place", new string('a', 501), "more", 413, "place_too_long" },
        { "inProgress", "maybe", "more", 422, "invalid_value" },
        { "concernedUnit", "PS_ATLANTIS", "more", 422, "invalid_value" },
        { "token", "forged", "more", 409, "token_invalid" },
    };

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task Submit_BadField_IsRefusedWithItsCode(string name, string value, string more, int status, string code)
    {
        var before = await site.ReadAsync(db => db.Cases.CountAsync());
        var body = more.Length == 0 ? new MultipartFormDataContent { { new StringContent(value), name } } : ApiCalls.Report("Vjedhje", (name, value));
        var answer = await site.Http.SendAsync("/api/v1/reports", body);
        Assert.Equal(status, (int)answer.Status);
        Assert.Equal(code, answer.Code());
        Assert.Equal(before, await site.ReadAsync(db => db.Cases.CountAsync()));
    }

    [Fact]
    public async Task Submit_TwentyThousandCharacters_IsAccepted()
        => await site.Http.SubmitAsync(new string('š', 20_000));

    [Fact]
    public async Task Submit_FiftyFiles_IsRefusedByTheApiAndKeepsTheReportOfTheForm()
    {
        var body = ApiCalls.Report("Pesëdhjetë skedarë");
        for (var i = 0; i < 50; i++)
        {
            body.WithFile(Encoding.ASCII.GetBytes("not a photo"));
        }

        var answer = await site.Http.SendAsync("/api/v1/reports", body);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        Assert.Equal("too_many_files", answer.Code());

        var browser = new PlainBrowser(site.Http);
        await browser.OpenAsync("/en/report");
        await browser.Fill("#text", "Fifty files").ClickAsync("main .main-button");
        await browser.ClickAsync("main .main-button");
        for (var i = 0; i < 50; i++)
        {
            browser.Attach("files", Encoding.ASCII.GetBytes("not a photo"), $"{i}.jpg");
        }

        await browser.ClickAsync("#send-button");
        Assert.Equal("Your report was sent", browser.One("h1").TextContent);
        Assert.Equal(50, browser.Page.QuerySelectorAll(".file-results__item--no").Length);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("hello, I am text", "not_supported")]
    [InlineData("%PDF-1.7 and so on", "not_supported")]
    [InlineData("\u00ff\u00d8\u00ff\u00e0\u0000\u0010JFIF", "damaged")]
    public async Task Submit_WrongOrCutFile_IsRefusedAndTheReportIsStored(string content, string code)
    {
        var answer = await site.Http.SendAsync("/api/v1/reports", ApiCalls.Report("Me foto").WithFile(Encoding.Latin1.GetBytes(content), "IMG_2041.JPG"));
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        var file = Assert.Single(answer.Body.GetProperty("files").EnumerateArray());
        Assert.False(file.GetProperty("accepted").GetBoolean());
        Assert.Equal(code, file.GetProperty("code").GetString());
        Assert.Equal(1, file.GetProperty("index").GetInt32());
    }

    [Theory]
    [InlineData("text/plain", "hello", 415)]
    [InlineData("application/json", "{\"text\":\"x\"}", 415)]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nnonsense", 400)]
    [InlineData("multipart/form-data; boundary=x", "", 400)]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nno end", 400)]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n\r\nno end", 400)]
    [InlineData("multipart/form-data", "--x", 400)]
    public async Task Submit_UnreadableBody_IsRefusedReadably(string type, string content, int status)
    {
        var body = new ByteArrayContent(Encoding.ASCII.GetBytes(content));
        body.Headers.TryAddWithoutValidation("Content-Type", type);
        using var response = await site.Http.PostAsync("/api/v1/reports", body);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>Files are sealed with the receipt's key, so a token that comes after them comes too late.</summary>
    [Fact]
    public async Task Submit_TokenAfterAFile_IsRefused()
    {
        var (_, minted) = await site.Http.SendAsync("/api/v1/receipts", null);
        var token = minted.GetProperty("token").GetString()!;
        var before = await site.ReadAsync(db => db.Cases.CountAsync());
        var late = ApiCalls.Report("Vonë").WithFile([1, 2, 3]);
        late.Add(new StringContent(token), "token");
        var answer = await site.Http.SendAsync("/api/v1/reports", late);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("malformed_request", answer.Code());
        Assert.Equal(before, await site.ReadAsync(db => db.Cases.CountAsync()));

        // In the right order the same token is good.
        Assert.Equal(HttpStatusCode.Created, (await site.Http.SendAsync("/api/v1/reports", ApiCalls.Report("Me radhë", ("token", token)).WithFile([1, 2, 3]))).Status);
    }

    [Fact]
    public async Task Submit_LinkCutInMidUpload_LeavesNothing()
    {
        var cases = await site.ReadAsync(db => db.Cases.CountAsync());
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(site.Address.Host, site.Address.Port);
            var head = "POST /api/v1/reports HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nE prerë\r\n--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.png\"\r\n\r\n\u0089PNG\r\n";
            await socket.GetStream().WriteAsync(Encoding.Latin1.GetBytes(head));
            await Task.Delay(300);
            socket.Client.Close(0);
        }

        await Task.Delay(500);
        Assert.Equal(cases, await site.ReadAsync(db => db.Cases.CountAsync()));
        Assert.DoesNotContain(site.Logs.Lines, line => line.Contains("E prerë", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Submit_DiskFull_StoresNothingAndKeepsTheText()
    {
        await using var own = await IntakeSite.StartAsync(builder => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<ISealedBlobs>(builder.Services, new FullBlobs()));
        var answer = await own.Http.SendAsync("/api/v1/reports", ApiCalls.Report("Me foto").WithFile([1, 2, 3]));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Equal("storage_full", answer.Code());
        var browser = new PlainBrowser(own.Http);
        await browser.OpenAsync("/sq/report");
        await browser.Fill("#text", "Me foto").ClickAsync("main .main-button");
        await browser.ClickAsync("main .main-button");
        await browser.Attach("files", [1, 2, 3], "a.jpg").ClickAsync("#send-button");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, browser.Status);
        Assert.True(browser.Response.Headers.RetryAfter is not null);
        Assert.Contains("Me foto", browser.Text, StringComparison.Ordinal);
        Assert.Equal(0, await own.ReadAsync(db => db.Cases.CountAsync()));

        // Without the file it can be sent from the same page.
        await browser.ClickAsync("#send-button");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
    }

    [Fact]
    public async Task Submit_ExpiredToken_IsToldUnlessItWasSentInTime()
    {
        var clock = new MovableClock();
        await using var own = await IntakeSite.StartAsync(builder => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<TimeProvider>(builder.Services, clock));
        var (_, used) = await own.Http.SendAsync("/api/v1/receipts", null);
        var (_, unused) = await own.Http.SendAsync("/api/v1/receipts", null);
        var sent = await own.Http.SendAsync("/api/v1/reports", ApiCalls.Report("Në kohë", ("token", used.GetProperty("token").GetString()!)));
        clock.Ahead = TimeSpan.FromHours(25);
        var late = await own.Http.SendAsync("/api/v1/reports", ApiCalls.Report("Vonë", ("token", unused.GetProperty("token").GetString()!)));
        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Equal("token_expired", late.Code());
        var again = await own.Http.SendAsync("/api/v1/reports", ApiCalls.Report("Në kohë", ("token", used.GetProperty("token").GetString()!)));
        Assert.Equal(HttpStatusCode.Created, again.Status);
        Assert.Equal(sent.Body.GetRawText(), again.Body.GetRawText());
    }
}

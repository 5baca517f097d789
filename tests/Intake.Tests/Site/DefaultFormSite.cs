using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace ReportingService.Intake.Tests.Site;

/// <summary>A site that reads forms the framework's way: the positive control of the temp folder test.</summary>
public sealed class DefaultFormSite
{
    public async Task UploadAsync(byte[] file)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapPost("/", async (HttpContext context) => (await context.Request.ReadFormAsync()).Files.Count);
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        using var answer = await http.PostAsync("/", new MultipartFormDataContent { { new ByteArrayContent(file), "files", "a.bin" } });
        answer.EnsureSuccessStatusCode();
        await app.StopAsync();
    }
}

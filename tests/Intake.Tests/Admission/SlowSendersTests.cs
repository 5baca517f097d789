using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using ReportingService.Intake.Admission;
using ReportingService.Intake.Tests.Site;
using ReportingService.TestKit;
using ReportingService.Web.Languages;

namespace ReportingService.Intake.Tests.Admission;

/// <summary>Who sends next to nothing keeps nobody else out (decision 0019).</summary>
public sealed class SlowSendersTests
{
    private const string Words = "Vjedhje me foto te tregu";
    private readonly TextCatalogue texts = new(typeof(IntakeHost).Assembly);

    [Fact]
    public async Task Upload_EveryPlaceIsHeldBySlowOnes_OneGivesWayAndGetsItsWordsBack()
    {
        var clock = new MovableClock();
        await using var site = await IntakeSite.StartAsync(
            builder => Patient(builder).AddSingleton<TimeProvider>(clock), settings: new Dictionary<string, string?> { ["Intake:UploadPlaces"] = "2" });
        using var one = await UploadAsync(site);
        using var other = await UploadAsync(site);
        await Wait.UntilAsync(() => site.Services.GetRequiredService<Gates>().Uploads.Taken == 2, "both uploads have their place");

        // They are silent for a minute, and somebody comes with a photo.
        await Wait.UntilAsync(
            async () =>
            {
                clock.Ahead += TimeSpan.FromMinutes(1);
                return (await site.Http.SendAsync("/api/v1/reports", ApiCalls.Report(Words).WithFile(new byte[1000]))).Status == HttpStatusCode.Created;
            },
            "a slow one gives way");

        var answers = new[] { await one.FinishAsync(), await other.FinishAsync() }.OrderBy(answer => answer.Status).ToList();
        Assert.Equal([200, 503], answers.Select(answer => answer.Status));
        Assert.Contains(Words, answers[1].Text, StringComparison.Ordinal);
        Assert.Contains(texts.Get(SiteLanguage.En, "check.files.again"), answers[1].Text, StringComparison.Ordinal);
        Assert.Equal(0, site.Services.GetRequiredService<Gates>().Uploads.Taken);
    }

    [Fact]
    public async Task Form_TooLongOnesHoldTheirHalfOfTheRoom_TheLongestThatCanBeSentFindsRoom()
    {
        var room = new FormRoom(1 << 20);
        await using var site = await IntakeSite.StartAsync(builder => Patient(builder).AddSingleton(room));
        var tooLong = new string('a', 300_000);
        using (await BegunRequest.SendAsync(site, "/en/about", Form(tooLong), 299_000))
        {
            await Wait.UntilAsync(() => room.Taken == (512 - 32) << 10, "the form that stops holds its room");
            var (status, text) = await SendAsync(site, tooLong);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            Assert.Contains(texts.Get(SiteLanguage.En, "problem.busy"), text, StringComparison.Ordinal);

            var longest = new string('ш', 20_000);
            (status, text) = await SendAsync(site, longest);
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Contains(longest, WebUtility.HtmlDecode(text), StringComparison.Ordinal);
        }

        // It is gone: all is given back, and so are the words of the next.
        await Wait.UntilAsync(() => room.Taken == 0, "the room is free");
        var again = await SendAsync(site, tooLong);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, again.Status);
        Assert.Contains(tooLong, again.Text, StringComparison.Ordinal);
    }

    /// <summary>The server's own floor counts true seconds, which a slow machine spends elsewhere.</summary>
    private static IServiceCollection Patient(WebApplicationBuilder builder)
        => builder.Services.PostConfigure<KestrelServerOptions>(kestrel => kestrel.Limits.MinRequestBodyDataRate = null);

    private static async Task<BegunRequest> UploadAsync(IntakeSite site)
    {
        var (_, minted) = await site.Http.SendAsync("/api/v1/receipts", null);
        var form = new MultipartFormDataContent
        {
            { new StringContent(minted.GetProperty("token").GetString()!), "token" },
            { new StringContent(Words), "text" },
            { new StringContent("prishtine"), "municipality" },
        };
        return await BegunRequest.SendAsync(site, "/en/sent", form.WithFile(new byte[100_000]).WithFile(new byte[1000]), 50_000);
    }

    private static FormUrlEncodedContent Form(string text) => new([KeyValuePair.Create("text", text)]);

    private static async Task<(HttpStatusCode Status, string Text)> SendAsync(IntakeSite site, string text)
    {
        using var response = await site.Http.PostAsync("/en/about", Form(text));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}

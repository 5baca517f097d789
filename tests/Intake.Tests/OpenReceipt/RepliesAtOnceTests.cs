using System.Net;
using Microsoft.EntityFrameworkCore;
using ReportingService.Intake.Tests.Site;
using ReportingService.TestKit;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace ReportingService.Intake.Tests.OpenReceipt;

/// <summary>Two phones, two taps: replies that arrive in the same moment are all kept, once each, and the log stays quiet.</summary>
public sealed class RepliesAtOnceTests(PostgresServer postgres)
{
    // Fewer than the handler's attempts: each failed attempt means that another reply was stored.
    private const int AtOnce = 8;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Replies_AtTheSameMoment_AreAllStoredInOrderWithoutAnError(string engine)
    {
        await using var site = await SiteAsync(engine);
        for (var round = 1; round <= 3; round++)
        {
            var receipt = await site.Http.SubmitAsync("Vjedhje");
            var answers = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => site.Http.SendJsonAsync("/api/v1/receipts/messages", new { receipt, text = "Edhe diçka." })));
            Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.Status));
            Assert.Equal(AtOnce, (await site.Http.SendJsonAsync("/api/v1/receipts/open", new { receipt })).Body.GetProperty("messages").GetArrayLength());
        }

        Assert.Equal(Enumerable.Range(1, AtOnce), await site.ReadAsync(db => db.CaseMessages.Select(message => message.Seq).Distinct().OrderBy(seq => seq).ToListAsync()));
        Assert.Empty(Errors(site));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Reply_SentTwiceAtTheSameMoment_IsOneMessageWithoutAnError(string engine)
    {
        await using var site = await SiteAsync(engine);
        var receipt = await site.Http.SubmitAsync("Vjedhje");
        var browser = new PlainBrowser(site.Http);
        await browser.OpenAsync("/en/answer");
        await browser.Fill("#receipt", receipt).ClickAsync("main .main-button");
        var nonce = browser.One("input[name=nonce]").GetAttribute("value")!;
        var answers = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            using var body = new MultipartFormDataContent { { new StringContent(receipt), "receipt" }, { new StringContent(nonce), "nonce" }, { new StringContent("Edhe diçka."), "text" } };
            using var answer = await site.Http.PostAsync("/en/answer/reply", body);
            return answer.StatusCode;
        }));
        Assert.All(answers, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal(1, await site.ReadAsync(db => db.CaseMessages.CountAsync()));
        Assert.Empty(Errors(site));
    }

    private static IEnumerable<string> Errors(IntakeSite site) => site.Logs.Lines.Where(line => line.Contains(" | Error | ", StringComparison.Ordinal));

    private async Task<IntakeSite> SiteAsync(string engine)
    {
        var site = await IntakeSite.StartAsync(settings: engine == "sqlite" ? null : new Dictionary<string, string?>
        {
            ["Database:Provider"] = "postgres",
            ["ConnectionStrings:Reports"] = await postgres.ConnectionStringAsync("t" + Guid.NewGuid().ToString("N")),
        });

        // Making the database is not what is looked at: its server is asked for one that is not there yet.
        site.Logs.Lines.Clear();
        return site;
    }
}

using System.Net;
using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Attacks;

/// <summary>Threat: somebody who has just lost the right to a report goes on reading it in the session they have open.</summary>
[Collection(AttackedProduct.Together)]
public sealed class OpenSessionTests(AttackedProduct attacked)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Recused_OpenSession_FindsNothingAnyMore()
    {
        var (_, id) = await attacked.ReportAsync(files: [("a.jpg", "image/jpeg", await attacked.PhotoAsync())]);
        var officer = await attacked.StaffAsync("officer.ps-gjilan");
        var file = await ReadsAsync(officer, id);
        await officer.GoAsync(Report(id) + "/recuse");
        await officer.SubmitAsync("/recuse", ("Reason", "family"));
        await ReadsNothingAsync(officer, id, file);

        // The control: a colleague who has not stepped aside still reads.
        await ReadsAsync(await attacked.StaffAsync("officer.gjilan"), id);
    }

    [Fact]
    public async Task RemovedThenDisabled_OpenSession_FindsNothingAndTheStreamEnds()
    {
        var leaver = attacked.Product.Accounts().First(account => account.User is not ("officer.gjilan" or "officer.ps-gjilan" or "officer.prizren") && account.Desks.Any(IsStation));
        var desk = leaver.Desks.First(IsStation);
        var (_, id) = await attacked.ReportAsync(
            more: new() { ["category"] = "theft", ["municipality"] = desk[3..].ToLowerInvariant() }, files: [("a.jpg", "image/jpeg", await attacked.PhotoAsync())]);
        var officer = await attacked.StaffAsync(leaver.User);
        var file = await ReadsAsync(officer, id);
        var administrator = await attacked.StaffAsync("administrator");
        var account = "/accounts/" + (await attacked.IdOfAsync(leaver.User)).ToString("N");

        await using (var feed = await officer.ListenAsync("/queue/events"))
        {
            await administrator.GoAsync(account);
            await PostAsync(administrator, account, account + "?handler=RemoveDesk", ("Desk", desk), ("Sure", "true"));
            await ReadsNothingAsync(officer, id, file);
            await feed.Ended.WaitAsync(Patience);
        }

        await using (var feed = await officer.ListenAsync("/queue/events"))
        {
            await Assert.ThrowsAsync<TimeoutException>(() => feed.Ended.WaitAsync(TimeSpan.FromSeconds(7)));
            await PostAsync(administrator, account, account + "?handler=Disable", ("Sure", "true"));
            await feed.Ended.WaitAsync(Patience);
        }

        await officer.GoAsync("/queue");
        Assert.Equal("/sign-in", officer.Address.AbsolutePath);
        Assert.False(await attacked.SignsInAsync(leaver.User));
    }

    private static bool IsStation(string desk) => desk.StartsWith("PS_", StringComparison.Ordinal) && !desk[3..].Contains('_', StringComparison.Ordinal);

    private static string Report(Guid id) => "/reports/" + id.ToString("N");

    private static async Task<string> ReadsAsync(OfficerBrowser officer, Guid id)
    {
        await officer.GoAsync(Report(id));
        Assert.Equal(HttpStatusCode.OK, officer.Status);
        var file = officer.Page.QuerySelectorAll("img[src*='/files/']").Single().GetAttribute("src")!;
        var range = await officer.AskAsync(HttpMethod.Get, file, adjust: request => request.Headers.Range = new(0, 9));
        Assert.Equal(206, range.Status);
        return file;
    }

    private static async Task ReadsNothingAsync(OfficerBrowser officer, Guid id, string file)
    {
        var token = await officer.TokenAsync("/account");
        await officer.GoAsync("/queue");
        Assert.DoesNotContain(id.ToString("N"), officer.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain(id.ToString("N"), (await officer.AskAsync(HttpMethod.Get, "/queue/rows")).Body, StringComparison.Ordinal);
        foreach (var path in new[] { Report(id), file, Report(id) + "/ask", Report(id) + "/note" })
        {
            Assert.Equal(404, (await officer.AskAsync(HttpMethod.Get, path, adjust: request => request.Headers.Range = new(0, 9))).Status);
        }

        foreach (var step in new[] { "take", "accept", "ask", "note", "close", "bounce" })
        {
            var answer = await officer.AskAsync(HttpMethod.Post, Report(id) + "/" + step, Form(token, ("Words", "a"), ("Reason", "other"), ("Outcome", "acted")));
            Assert.Equal(404, answer.Status);
        }
    }

    private static async Task PostAsync(OfficerBrowser browser, string page, string path, params (string Name, string Value)[] fields)
        => Assert.Equal(200, (await browser.AskAsync(HttpMethod.Post, path, Form(await browser.TokenAsync(page), fields))).Status);

    private static IEnumerable<KeyValuePair<string, string>> Form(string token, params (string Name, string Value)[] fields)
        => fields.Append(("__RequestVerificationToken", token)).Select(field => KeyValuePair.Create(field.Item1, field.Item2));
}

using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Journeys;

/// <summary>The one path everything hangs on, through the real product: citizen, queue, officer, question, answer.</summary>
public sealed class AnsweredReportTests
{
    [Fact]
    public async Task Report_FromCitizen_IsRoutedOpenedAskedAndAnswered()
    {
        using var folder = new TestFolder();
        using var product = await RunningProduct.StartAsync(folder["data"]);
        using var citizen = new CitizenApi(product.CitizenUrl);
        var (status, sent) = await citizen.SendAsync(
            new Dictionary<string, string> { ["text"] = "Më kanë vjedhur biçikletën e kuqe para shkollës.", ["municipality"] = "gjilan", ["category"] = "theft", ["language"] = "sq" },
            [("IMG_1.jpg", "image/jpeg", await PlantedMedia.PhotoAsync(folder))]);
        Assert.Equal(201, status);
        var receipt = sent.GetProperty("receipt").GetString()!;
        await citizen.UntilAsync(receipt, body => body.GetProperty("state").GetString() == "routed", TimeSpan.FromSeconds(60));

        using var officer = await OfficerBrowser.SignInAsync(product, product.Accounts().Single(account => account.User == "officer.ps-gjilan"));
        await officer.GoAsync("/queue");
        var link = officer.Page.QuerySelectorAll("a[href^='/reports/']").First().GetAttribute("href")!;
        await officer.GoAsync(link);
        Assert.Contains("Më kanë vjedhur biçikletën e kuqe", officer.Page.Body!.TextContent, StringComparison.Ordinal);
        var picture = await officer.DownloadAsync(officer.Page.QuerySelectorAll("[src*='/files/'], a[href*='/files/']").Select(found => found.GetAttribute("src") ?? found.GetAttribute("href")!).First());
        Assert.Equal([0xFF, 0xD8], picture[..2]);
        Assert.Empty(new CanarySearch(PlantedMedia.Words).In(picture));

        await officer.GoAsync(link + "/ask");
        await officer.SubmitAsync("/ask", ("Words", "Çfarë ngjyre kishte biçikleta?"));
        var asked = await citizen.UntilAsync(receipt, body => body.GetProperty("state").GetString() == "question", TimeSpan.FromSeconds(60));
        var question = Assert.Single(asked.GetProperty("messages").EnumerateArray());
        Assert.Equal("Çfarë ngjyre kishte biçikleta?", question.GetProperty("text").GetString());

        (status, _) = await citizen.AnswerAsync(receipt, "E kuqe, me shportë.");
        Assert.Equal(201, status);
        await officer.GoAsync(link);
        Assert.Contains("E kuqe, me shportë.", officer.Page.Body!.TextContent, StringComparison.Ordinal);

        // Another station's people do not even learn that the report exists.
        using var stranger = await OfficerBrowser.SignInAsync(product, product.Accounts().Single(account => account.User == "officer.prizren"));
        await stranger.GoAsync(link);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, stranger.Status);
    }
}

using Microsoft.Playwright;

namespace ReportingService.SystemTests.Browser;

/// <summary>Quick exit, then "back" and "reload" in a real browser, which keeps the forms it sent (decision 0018).</summary>
[Collection(BrowserFixture.Together)]
public sealed class QuickExitTests(BrowserFixture product)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task BackAndReload_AfterTheExit_ShowNothingOfTheReport(bool scripts)
    {
        await using var visit = await product.VisitAsync(scripts, 390);
        await visit.Context.RouteAsync("**/exit*", async route =>
        {
            await route.FetchAsync(new() { MaxRedirects = 0 });
            await route.FulfillAsync(new() { ContentType = "text/html", Body = "<title>elsewhere</title><p id=elsewhere>elsewhere</p>" });
        });
        await CitizenSteps.CheckAsync(visit, "en");
        var receipt = await CitizenSteps.SendAsync(visit);

        // Positive control: the browser does send the form again, and without the exit its page is shown.
        await BackAndReloadAsync(visit);
        Assert.Contains(CitizenSteps.Words, await visit.Page.InnerTextAsync("main"), StringComparison.Ordinal);
        receipt = await CitizenSteps.SendAsync(visit);

        await visit.Page.ClickAsync("#exit");
        await visit.Page.WaitForSelectorAsync("#elsewhere");
        for (var back = 0; back < 3; back++)
        {
            await BackAndReloadAsync(visit);
            var page = await visit.Page.ContentAsync();
            Assert.DoesNotContain(CitizenSteps.Words, page, StringComparison.Ordinal);
            Assert.DoesNotContain(receipt[..5], page, StringComparison.Ordinal);
            Assert.NotEqual(0, await visit.Page.Locator("#exit").CountAsync());
        }
    }

    /// <summary>A page that came by a form is not kept: the browser shows an error of its own until somebody reloads.</summary>
    private static async Task BackAndReloadAsync(Visit visit)
    {
        try
        {
            await visit.Page.GoBackAsync();
        }
        catch (PlaywrightException fault) when (fault.Message.Contains("ERR_CACHE_MISS", StringComparison.Ordinal))
        {
            // As a person sees it: "confirm that the form is sent again".
        }

        await visit.Page.ReloadAsync();
    }
}

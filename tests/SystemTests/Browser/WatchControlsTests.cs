namespace ReportingService.SystemTests.Browser;

/// <summary>What is watched beside the pages is really seen: strangers asked, cookies, storage, complaints.</summary>
[Collection(BrowserFixture.Together)]
public sealed class WatchControlsTests(BrowserFixture product)
{
    [Fact]
    public async Task Visit_WithPlantedTraces_NamesEach()
    {
        await using var visit = await product.VisitAsync();
        await visit.CitizenAsync("/en");
        Assert.Empty(visit.Complaints());
        Assert.Empty(await visit.LeftBehindAsync());
        await visit.Page.EvaluateAsync(
            """
            () => {
              document.cookie = "planted=1";
              sessionStorage.setItem("planted", "1");
              const style = document.createElement("style");
              style.textContent = "p { color: red }";
              document.head.append(style);
            }
            """);
        Assert.Equal(["cookie planted", "stored planted"], await visit.LeftBehindAsync());
        Assert.Contains(visit.Complaints(), complaint => complaint.Contains("Content Security Policy", StringComparison.Ordinal));

        // The sites' own policy keeps the browser from asking strangers, so the stranger is asked from a bare page.
        await visit.Page.GotoAsync("about:blank");
        await visit.Page.SetContentAsync("<img src='http://stranger.invalid/pixel.png' alt=''>");
        Assert.Contains("asked somebody else: stranger.invalid", visit.Complaints());
    }
}

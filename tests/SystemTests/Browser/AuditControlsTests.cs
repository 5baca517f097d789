using Microsoft.Playwright;

namespace ReportingService.SystemTests.Browser;

/// <summary>An audit that finds nothing proves nothing: each check must find the fault planted for it, and none on a good page.</summary>
[Collection(BrowserFixture.Together)]
public sealed class AuditControlsTests(BrowserFixture product) : IAsyncLifetime
{
    private const string Good = "<h1>A good page</h1><p>Words that fit.</p><button style='min-width:60px;min-height:48px;border:2px solid;font-size:16px'>Go</button>";
    private const string Ring = "<style>:focus-visible { outline: 3px solid #0f4c75 }</style>";

    private IPage page = null!;

    public async ValueTask InitializeAsync()
    {
        page = await product.Chromium.Browser.NewPageAsync(new() { ViewportSize = new() { Width = 320, Height = 700 }, ColorScheme = ColorScheme.Light });
        page.SetDefaultTimeout(90_000);
    }

    public async ValueTask DisposeAsync() => await page.Context.CloseAsync();

    [Fact]
    public async Task Audit_OfAGoodPage_FindsNothing() => Assert.Empty(await OfAsync(Good));

    [Theory]
    [InlineData("axe color-contrast", Good + "<p style='color:#bbb;background:#fff'>Pale words on white</p>")]
    [InlineData("(Dark)", "<style>@media (prefers-color-scheme: dark) { p { color: #333; background: #222 } }</style>" + Good)]
    [InlineData("axe label", Good + "<input type=text style='height:48px;width:100px'>")]
    [InlineData("axe image-alt", Good + "<img src='data:,' style='width:50px;height:50px'>")]
    [InlineData("sideways: the page", Good + "<div style='width:500px;height:10px'></div>")]
    [InlineData("sideways: sticks out", "<style>html, body { overflow-x: hidden }</style>" + Good + "<div style='width:500px;height:10px'></div>")]
    [InlineData("sideways: past the column", "<div class=citizen><main style='width:200px'><p style='width:212px'>Words that end beyond the others</p></main></div>")]
    [InlineData("sideways: scrolls unseen", Good + "<nav style='width:200px;overflow-x:auto;white-space:nowrap'>Reports, notices, desks, rules, readiness</nav>")]
    [InlineData("sideways: scrolls unseen", Good + "<div class=scroll style='width:200px;overflow-x:auto' tabindex=0><table class=stacked><tr><td style='white-space:nowrap'>A line that is wider than its box is</td></tr></table></div>")]
    [InlineData("target: ", Good + "<button style='border:2px solid;width:20px;height:20px'>x</button>")]
    [InlineData("target: ", Good + "<ul><li><a href='#'>A link alone</a></li></ul>")]
    [InlineData("clipped: ", Good + "<p style='width:90px;overflow:hidden;white-space:nowrap'>Words that are far too long for it</p>")]
    [InlineData("clipped: ", Good + "<p style='height:14px;overflow:hidden'>Words that need more than a single line of this page to be read</p>")]
    [InlineData("focus: does not show", "<style>button:focus-visible { outline: none !important }</style>" + Good)]
    [InlineData("focus: the words vanish", "<style>button:focus { color: #0f4c75; background: #0f4c75 }</style>" + Good)]
    [InlineData("forced colours", Good + "<button style='border:0;min-width:60px;min-height:48px'>Bare</button>")]
    [InlineData("words: staff.queue.title", Good + "<p>staff.queue.title</p>")]
    public async Task Audit_OfAPlantedFault_NamesIt(string expected, string body)
        => Assert.Contains(await OfAsync(body), fault => fault.Contains(expected, StringComparison.Ordinal));

    private async Task<IReadOnlyList<string>> OfAsync(string body)
    {
        await page.SetContentAsync($"<!DOCTYPE html><html lang=en><head><title>Page</title><meta name=color-scheme content='light dark'>{Ring}</head><body><main>{body}</main></body></html>");
        return await PageAudit.WholeAsync(page, PageAudit.CitizenTarget, ColorScheme.Light);
    }
}

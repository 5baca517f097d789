using Microsoft.Playwright;

namespace ReportingService.SystemTests.Browser;

/// <summary>Choosing as people do: by the label. The input itself is drawn over and takes no click of its own.</summary>
internal static class Choices
{
    private const int Attempts = 10;

    /// <summary>Chooses a radio button or ticks a box, given by its id.</summary>
    public static async Task ChooseAsync(this IPage page, string id)
    {
        // A page that has just been drawn anew may take a click before it listens.
        for (var attempt = 1; attempt < Attempts && !await page.IsCheckedAsync("#" + id); attempt++)
        {
            await page.ClickAsync($"label[for={id}]");
        }

        await Assertions.Expect(page.Locator("#" + id)).ToBeCheckedAsync();
    }
}

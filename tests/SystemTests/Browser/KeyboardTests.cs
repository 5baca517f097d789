namespace ReportingService.SystemTests.Browser;

/// <summary>The reporter's way without mouse or touch: Tab, Space, Enter, arrows and letters, nothing else.</summary>
[Collection(BrowserFixture.Together)]
public sealed class KeyboardTests(BrowserFixture product)
{
    private const int Patience = 60;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Report_ByKeyboardAlone_IsSentAndOpenedAgain(bool scripts)
    {
        await using var visit = await product.VisitAsync(scripts, 1280);
        var keys = visit.Page.Keyboard;
        await visit.CitizenAsync("/sq");

        // The first stop is the way past the header; it leads to the words.
        await keys.PressAsync("Tab");
        Assert.True(await visit.Page.EvaluateAsync<bool>("() => document.activeElement.classList.contains('govuk-skip-link')"));
        await keys.PressAsync("Enter");
        await visit.Page.WaitForSelectorAsync("#main:target");
        await TabToAsync(visit, "a.main-button");
        await keys.PressAsync("Enter");
        await visit.Page.WaitForSelectorAsync("#text");
        await TabToAsync(visit, "#text");
        await keys.TypeAsync("Më kanë vjedhur çantën në Gjilan.");
        await TabToAsync(visit, "form .main-button");
        await keys.PressAsync("Enter");
        await visit.Page.WaitForSelectorAsync("#category");
        await TabToAsync(visit, "#category");
        await LetterToAsync(visit, "#category", "theft");
        await TabToAsync(visit, "#victim");
        await keys.PressAsync("Space");
        Assert.True(await visit.Page.IsCheckedAsync("#victim"));
        await TabToAsync(visit, "form .main-button");
        await keys.PressAsync("Enter");
        await visit.Page.WaitForSelectorAsync("#send-button");
        await TabToAsync(visit, "#send-button");
        await keys.PressAsync("Space");
        await visit.Page.WaitForSelectorAsync(".receipt-card__code");
        var receipt = await CitizenSteps.ReceiptAsync(visit);

        await visit.CitizenAsync("/sq/answer");
        await TabToAsync(visit, "#receipt");
        await keys.TypeAsync(receipt);
        if (!scripts)
        {
            // A field of several lines: without scripts Enter is a new line, which the code may hold.
            await keys.PressAsync("Enter");
            await TabToAsync(visit, "form .main-button");
        }

        await keys.PressAsync("Enter");
        await visit.Page.WaitForSelectorAsync(".standing");
    }

    [Theory]
    [InlineData(true, "Escape")]
    [InlineData(true, "Enter")]
    [InlineData(false, "Enter")]
    public async Task QuickExit_ByKeyboard_LeavesForAStrangersPage(bool scripts, string key)
    {
        await using var visit = await product.VisitAsync(scripts, 1280);
        var left = new TaskCompletionSource<string>();
        await visit.Context.RouteAsync("**/exit*", async route =>
        {
            var answer = await route.FetchAsync(new() { MaxRedirects = 0 });
            left.TrySetResult(answer.Headers.GetValueOrDefault("location", ""));
            await route.FulfillAsync(new() { ContentType = "text/html", Body = "<title>elsewhere</title><p id=elsewhere>elsewhere</p>" });
        });
        await visit.CitizenAsync("/sq/report");
        if (key == "Escape")
        {
            await visit.Page.ClickAsync("#text");
            // The page takes three presses within two seconds; a machine that stalls between them makes none of them count for the next three.
            for (var attempt = 0; attempt < 6 && !left.Task.IsCompleted; attempt++)
            {
                for (var press = 0; press < 3; press++)
                {
                    await visit.Page.Keyboard.PressAsync(key);
                }

                await Task.WhenAny(left.Task, Task.Delay(TimeSpan.FromSeconds(10)));
            }
        }
        else
        {
            await TabToAsync(visit, "#exit");
            await visit.Page.Keyboard.PressAsync(key);
        }

        Assert.StartsWith("https://", await left.Task.WaitAsync(TimeSpan.FromSeconds(60)), StringComparison.Ordinal);
        await visit.Page.WaitForSelectorAsync("#elsewhere");
        Assert.Equal("elsewhere", await visit.Page.TitleAsync());
    }

    /// <summary>The buttons of the languages belong to the form and stand before its own: Enter must not press one of them.</summary>
    [Fact]
    public async Task Enter_InAField_GoesOnInTheSameLanguage()
    {
        await using var visit = await product.VisitAsync();
        await CitizenSteps.AboutAsync(visit, "en");
        await visit.Page.SelectOptionAsync("#municipality", "gjilan");
        await visit.Page.PressAsync("#place", "Enter");
        await visit.Page.WaitForSelectorAsync("#send-button");
        Assert.Equal("/en/check", new Uri(visit.Page.Url).AbsolutePath);
    }

    /// <summary>
    /// Presses the first letter of an option until it is chosen. Not its first letters one after the other: a browser takes those for a
    /// word only within a second.
    /// </summary>
    private static async Task LetterToAsync(Visit visit, string list, string value)
    {
        var letter = (await visit.Page.InnerTextAsync($"{list} option[value={value}]")).Trim()[..1];
        for (var press = 0; press < Patience && await visit.Page.InputValueAsync(list) != value; press++)
        {
            await visit.Page.Keyboard.TypeAsync(letter);
        }

        Assert.Equal(value, await visit.Page.InputValueAsync(list));
    }

    /// <summary>Presses Tab until the element has the focus, and sees that the focus can be seen at each stop.</summary>
    private static async Task TabToAsync(Visit visit, string selector)
    {
        for (var press = 0; press < Patience; press++)
        {
            if (await visit.Page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector))
            {
                Assert.True(await visit.Page.EvaluateAsync<bool>(
                    "() => { const box = (document.activeElement.labels?.[0] ?? document.activeElement).getBoundingClientRect(); return box.bottom > 0 && box.top < innerHeight; }"));
                return;
            }

            await visit.Page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"The keyboard does not reach {selector}.");
    }
}

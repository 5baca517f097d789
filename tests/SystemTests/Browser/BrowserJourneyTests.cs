using Microsoft.Playwright;

namespace ReportingService.SystemTests.Browser;

/// <summary>The walk of a report through both sites as people take it: in a browser, with scripts and without.</summary>
[Collection(BrowserFixture.Together)]
public sealed class BrowserJourneyTests(BrowserFixture product)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Report_WithScriptsOnOrOff_IsSentOpenedAskedAndAnswered(bool scripts)
    {
        var words = $"Te shkolla në Gjilan më vodhën çantën, skriptet {scripts}.";
        await using var citizen = await product.VisitAsync(scripts, 390);
        await citizen.CitizenAsync("/sq");
        await citizen.Page.ClickAsync("a.main-button");
        await citizen.Page.FillAsync("#text", words);
        await CitizenSteps.NextAsync(citizen);
        await citizen.Page.SelectOptionAsync("#category", "theft");
        await citizen.Page.SelectOptionAsync("#municipality", "gjilan");
        await CitizenSteps.NextAsync(citizen);
        Assert.Contains(words, await citizen.Page.InnerTextAsync(".own-words"), StringComparison.Ordinal);
        Assert.Contains("Gjilan", await citizen.Page.InnerTextAsync(".recipients"), StringComparison.Ordinal);
        await citizen.Page.SetInputFilesAsync("#files", new FilePayload { Name = "IMG_1.jpg", MimeType = "image/jpeg", Buffer = product.Photo });
        var receipt = await CitizenSteps.SendAsync(citizen);
        Assert.Equal(1, await citizen.Page.Locator(".file-results__item").CountAsync());
        Assert.Equal(0, await citizen.Page.Locator(".file-results__item--no").CountAsync());
        Assert.Equal("/sq/sent", new Uri(citizen.Page.Url).AbsolutePath);

        await using var officer = await product.Staff.VisitAsync(StaffSessions.Officer, 1280, scripts);
        await OpenAsync(officer, words);
        Assert.True(await officer.Page.EvaluateAsync<bool>("() => document.querySelector('.files img').decode().then(() => true, () => false)"), "The photo is not shown.");
        await StaffSteps.AskAsync(officer, "Çfarë ngjyre kishte çanta?");

        await CitizenSteps.OpenReceiptAsync(citizen, "sq", receipt.ToLowerInvariant().Replace('-', ' '));
        Assert.Contains("Çfarë ngjyre kishte çanta?", await citizen.Page.InnerTextAsync(".thread"), StringComparison.Ordinal);
        await citizen.Page.FillAsync("#text", "E zezë, me një rrip të këputur.");
        await citizen.Page.ClickAsync("#send-button");
        await Assertions.Expect(citizen.Page.Locator(".thread__item--own")).ToContainTextAsync("me një rrip të këputur", new() { Timeout = 90_000 });

        await officer.Page.ReloadAsync();
        Assert.Contains("me një rrip të këputur", await officer.Page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Empty(citizen.Complaints());
        Assert.Empty(officer.Complaints());
        Assert.Empty(await citizen.LeftBehindAsync());
    }

    /// <summary>Every group is in sight while it is compared with the paper.</summary>
    [Fact]
    public async Task Receipt_WithAMistake_IsSeenWholeOnASmallPhone()
    {
        const string hidden = "() => { const box = document.getElementById('receipt'); return [box.value.length, box.scrollHeight - box.clientHeight, box.scrollWidth - box.clientWidth]; }";
        await using var visit = await product.VisitAsync(width: 320);
        await CitizenSteps.OpenReceiptAsync(visit, "sr-Latn", CitizenSteps.MistypedReceipt);
        await visit.Page.WaitForSelectorAsync("#receipt-error");
        Assert.Equal([CitizenSteps.MistypedReceipt.Length, 0, 0], await visit.Page.EvaluateAsync<int[]>(hidden));

        // Positive control: more than a code does not fit, and the measure sees that.
        await visit.Page.FillAsync("#receipt", string.Concat(Enumerable.Repeat("ABCDE ", 16)));
        Assert.True((await visit.Page.EvaluateAsync<int[]>(hidden))[1] > 0);
    }

    /// <summary>The queue may need a moment; without scripts the officer reloads.</summary>
    private static async Task OpenAsync(Visit officer, string words)
    {
        for (var attempt = 0; attempt < 240; attempt++)
        {
            await officer.StaffAsync("/queue");
            var reports = await officer.Page.Locator("tr.unread a.open").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))");
            foreach (var report in reports)
            {
                await officer.StaffAsync(report);
                if ((await officer.Page.InnerTextAsync("main")).Contains(words, StringComparison.Ordinal))
                {
                    return;
                }
            }

            await Task.Delay(250);
        }

        Assert.Fail("The report never reached the queue.");
    }
}

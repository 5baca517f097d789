using System.Text.RegularExpressions;

namespace ReportingService.SystemTests.Browser;

/// <summary>What a reporter does on the pages, the same with scripts on and off.</summary>
public static partial class CitizenSteps
{
    public const string Words = "Më kanë vjedhur biçikletën e kuqe para shkollës në Gjilan, dje rreth orës 14.";
    public const string Emergency = "Po rrahin një njeri në rrugë tani, ka gjak, ejani shpejt në Gjilan!";
    public const string MistypedReceipt = "7K3QD-V8M2X-4TB9N-HGWE5-P6RJC-YS0AZ";
    public const string AmbiguousPlace = "Më kanë vjedhur biçikletën në Gllogjan.";

    public static Task NextAsync(Visit visit) => visit.Page.ClickAsync("main form .main-button");

    public static async Task AboutAsync(Visit visit, string tag, string words = Words)
    {
        await visit.CitizenAsync($"/{tag}/report");
        await visit.Page.FillAsync("#text", words);
        await NextAsync(visit);
    }

    public static async Task CheckAsync(Visit visit, string tag)
    {
        await AboutAsync(visit, tag);
        await visit.Page.SelectOptionAsync("#category", "theft");
        await visit.Page.SelectOptionAsync("#municipality", "gjilan");
        await NextAsync(visit);
    }

    public static async Task TickEverythingAsync(Visit visit)
    {
        foreach (var box in new[] { "inProgress", "victim", "child", "aboutPolice" })
        {
            await visit.Page.ChooseAsync(box);
        }

        await visit.Page.SelectOptionAsync("#municipality", "gjilan");
        await visit.Page.FillAsync("#place", "prapa shkollës, te ura e vjetër");
        await visit.Page.SelectOptionAsync("#concernedUnit", "PS_GJILAN");
    }

    /// <summary>Sends the check page and waits for the receipt.</summary>
    public static async Task<string> SendAsync(Visit visit)
    {
        await visit.Page.ClickAsync("#send-button");
        await visit.Page.WaitForSelectorAsync("#receipt.receipt-card__code", new() { Timeout = 60_000 });
        return await ReceiptAsync(visit);
    }

    public static async Task<string> ReceiptAsync(Visit visit)
        => string.Join('-', NotSpace().Matches(await visit.Page.InnerTextAsync("#receipt")).Select(group => group.Value));

    public static async Task OpenReceiptAsync(Visit visit, string tag, string receipt)
    {
        await visit.CitizenAsync($"/{tag}/answer");
        await visit.Page.FillAsync("#receipt", receipt);
        await NextAsync(visit);
    }

    [GeneratedRegex(@"\S+")]
    private static partial Regex NotSpace();
}

using ReportingService.TestKit;

namespace ReportingService.SystemTests.Browser;

/// <summary>How to bring a page before the eyes.</summary>
/// <param name="Name">What the page is, for the list of faults and the pictures.</param>
/// <param name="Shows">The views the page is made of.</param>
/// <param name="Account">Who looks; null on the citizen site and before signing in.</param>
/// <param name="Mark">What is seen only there: a recipe that ends on another page fails instead of auditing that one.</param>
/// <param name="Walk">Goes there in a language.</param>
public sealed record Recipe(string Name, string[] Shows, string? Account, string Mark, Func<Visit, string, Task> Walk)
{
    public async Task GoAsync(Visit visit, string tag)
    {
        await Walk(visit, tag);
        await visit.Page.WaitForSelectorAsync(Mark);

        // Asked of the page itself: when one page follows another at once, the driver can miss the event that it waits for.
        await Wait.UntilAsync(async () => await visit.Page.EvaluateAsync<string>("() => document.readyState") == "complete", "the whole page");
    }

    public override string ToString() => Name;
}

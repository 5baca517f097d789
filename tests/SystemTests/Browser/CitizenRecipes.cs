using Microsoft.Playwright;

namespace ReportingService.SystemTests.Browser;

/// <summary>How to reach every page of the citizen site in every state that looks different.</summary>
public static class CitizenRecipes
{
    private const string Send = "/Pages/SendReport/";
    private const string Back = "/Pages/Answer/";
    private static readonly string[] Step = [Send + "SendReport.cshtml"];
    private static readonly string[] Answer = [Back + "Answer.cshtml"];

    public static IReadOnlyList<Recipe> All(BrowserFixture product) =>
    [
        Plain("start", ".call-panel", "", "/Pages/Start.cshtml"),
        Plain("privacy", "h1", "/privacy", "/Pages/Privacy.cshtml"),
        Plain("closed", "h1", "/closed", "/Pages/Closed.cshtml"),
        Plain("accessibility", "h1", "/accessibility", "/Pages/Accessibility.cshtml"),
        Plain("nothing-here", "main .tall-link", "/nothing-here", "/Pages/Failed.cshtml"),
        Of("start-safer", "details[open]", ["/Pages/Start.cshtml"], async (visit, tag) =>
        {
            await visit.CitizenAsync("/" + tag);
            await visit.Page.Locator("summary").First.ClickAsync();
        }),
        Plain("report", "#text", "/report", [.. Step, Send + "_Report.cshtml"]),
        Of("report-empty", "#text-error", [.. Step, Send + "_Report.cshtml"], async (visit, tag) =>
        {
            await visit.CitizenAsync($"/{tag}/report");
            await CitizenSteps.NextAsync(visit);
            await CitizenSteps.NextAsync(visit);
        }),
        Of("about", "#category", [.. Step, Send + "_About.cshtml", Send + "_Tick.cshtml"], async (visit, tag) => await CitizenSteps.AboutAsync(visit, tag)),
        Of("about-examples", "details[open] dl", [.. Step, Send + "_About.cshtml"], async (visit, tag) =>
        {
            await CitizenSteps.AboutAsync(visit, tag);
            await visit.Page.ClickAsync("main .examples summary");
        }),
        Of("about-wrong", "#place-error", [.. Step, Send + "_About.cshtml"], async (visit, tag) =>
        {
            await CitizenSteps.AboutAsync(visit, tag);
            await visit.Page.FillAsync("#place", new string('x', 600));
            await CitizenSteps.NextAsync(visit);
        }),
        Of("place", "#place-none", [.. Step, Send + "_Place.cshtml"], async (visit, tag) =>
        {
            await CitizenSteps.AboutAsync(visit, tag, CitizenSteps.AmbiguousPlace);
            await CitizenSteps.NextAsync(visit);
        }),
        Of("check", ".recipients", [.. Step, Send + "_Check.cshtml", Send + "_Recipients.cshtml"], async (visit, tag) => await CitizenSteps.CheckAsync(visit, tag)),
        Of("check-excluded", ".recipients__row--no", [.. Step, Send + "_Check.cshtml", Send + "_Recipients.cshtml"], async (visit, tag) =>
        {
            await CitizenSteps.AboutAsync(visit, tag, new string('w', 200) + " " + CitizenSteps.Words);
            await CitizenSteps.TickEverythingAsync(visit);
            await CitizenSteps.NextAsync(visit);
        }),
        Of("check-helpline", ".recipients__row--but", [.. Step, Send + "_Check.cshtml", Send + "_Recipients.cshtml"], async (visit, tag) =>
        {
            await CitizenSteps.AboutAsync(visit, tag);
            await visit.Page.ChooseAsync("helplineOnly");
            await CitizenSteps.NextAsync(visit);
        }),
        Of("check-helpline-police", ".never li", [.. Step, Send + "_Check.cshtml", Send + "_Recipients.cshtml", Send + "_Barred.cshtml"], async (visit, tag) =>
        {
            await CitizenSteps.AboutAsync(visit, tag, "Burri im është polic në stacionin e Gjilanit dhe më rreh çdo natë.");
            await visit.Page.ChooseAsync("helplineOnly");
            await visit.Page.SelectOptionAsync("#concernedUnit", "PS_GJILAN");
            await CitizenSteps.NextAsync(visit);
        }),
        Of("check-helpline-mentioned", ".mentions", [.. Step, Send + "_Check.cshtml", Send + "_Recipients.cshtml"], async (visit, tag) =>
        {
            await CitizenSteps.AboutAsync(visit, tag, "I told the police yesterday that he hits me.");
            await visit.Page.ChooseAsync("helplineOnly");
            await CitizenSteps.NextAsync(visit);
        }),
        Of("sent", ".file-results__item--no", [.. Step, Send + "_Sent.cshtml"], async (visit, tag) =>
        {
            await CitizenSteps.CheckAsync(visit, tag);
            await visit.Page.SetInputFilesAsync("#files",
            [
                new FilePayload { Name = "a.jpg", MimeType = "image/jpeg", Buffer = product.Photo },
                new FilePayload { Name = "a-very-long-name-of-a-file-that-is-not-a-photo-at-all.jpg", MimeType = "image/jpeg", Buffer = [1, 2, 3] },
            ]);
            await CitizenSteps.SendAsync(visit);
        }),
        Of("sent-emergency", ".receipt-card + .govuk-list", [.. Step, Send + "_Sent.cshtml"], async (visit, tag) =>
        {
            await CitizenSteps.AboutAsync(visit, tag, CitizenSteps.Emergency);
            await visit.Page.ChooseAsync("inProgress");
            await CitizenSteps.NextAsync(visit);
            await CitizenSteps.SendAsync(visit);
        }),
        Of("check-helpline-emergency", ".danger-panel .call-button--long", [.. Step, Send + "_Check.cshtml"], (visit, tag) => HelplineEmergencyAsync(visit, tag)),
        Of("sent-helpline-emergency", ".receipt-card + .govuk-list", [.. Step, Send + "_Sent.cshtml"], async (visit, tag) =>
        {
            await HelplineEmergencyAsync(visit, tag);
            await CitizenSteps.SendAsync(visit);
        }),
        Of("check-police-mentioned", ".mentions", [.. Step, Send + "_Check.cshtml"], async (visit, tag) =>
        {
            await CitizenSteps.AboutAsync(visit, tag, "I told the police yesterday that my bicycle was stolen at the market.");
            await visit.Page.SelectOptionAsync("#category", "theft");
            await CitizenSteps.NextAsync(visit);
        }),
        Of("check-victim-guessed", ".guessed", [.. Step, Send + "_Check.cshtml"], async (visit, tag) =>
        {
            await CitizenSteps.AboutAsync(visit, tag, "Burri im më rreh çdo natë.");
            await CitizenSteps.NextAsync(visit);
        }),
        Plain("sent-once", "main .tall-link[href$='/answer']", "/sent", Step),
        Plain("answer", "#receipt", "/answer", [.. Answer, Back + "_AskReceipt.cshtml"]),
        Of("answer-mistyped", "#receipt-error", [.. Answer, Back + "_AskReceipt.cshtml"], async (visit, tag) => await CitizenSteps.OpenReceiptAsync(visit, tag, CitizenSteps.MistypedReceipt)),
        Of("answer-question", ".thread__item--own", [.. Answer, Back + "_Standing.cshtml"], async (visit, tag) => await CitizenSteps.OpenReceiptAsync(visit, tag, product.AskedReceipt)),
        Of("answer-file-refused", "[role=status] .file-results__item--no", [.. Answer, Back + "_Standing.cshtml"], async (visit, tag) =>
        {
            await CitizenSteps.OpenReceiptAsync(visit, tag, product.QuietReceipt);
            await visit.Page.SetInputFilesAsync("#files", new FilePayload { Name = "a.txt", MimeType = "text/plain", Buffer = [1, 2, 3] });
            await visit.Page.ClickAsync("#send-button");
        }),
        Of("answer-quiet", ".standing", [.. Answer, Back + "_Standing.cshtml"], async (visit, tag) => await CitizenSteps.OpenReceiptAsync(visit, tag, product.QuietReceipt)),
        Of("answer-two-readers", "#reader", [.. Answer, Back + "_Standing.cshtml"], async (visit, tag) => await CitizenSteps.OpenReceiptAsync(visit, tag, product.PartedReceipt)),
        Of("answer-two-readers-none-chosen", "#reader-error", [.. Answer, Back + "_Standing.cshtml"], async (visit, tag) =>
        {
            await CitizenSteps.OpenReceiptAsync(visit, tag, product.PartedReceipt);
            await visit.Page.FillAsync("#text", "Të enjten.");
            await visit.Page.ClickAsync("#send-button");
        }),
        Of("answer-withdraw", ".govuk-button--warning", [.. Answer, Back + "_Withdraw.cshtml"], async (visit, tag) =>
        {
            await CitizenSteps.OpenReceiptAsync(visit, tag, product.QuietReceipt);
            await visit.Page.ClickAsync("form[action$='/withdraw'] button");
        }),
        Of("answer-withdrawn", "form[action$='/undo']", [.. Answer, Back + "_Standing.cshtml"], async (visit, tag) => await CitizenSteps.OpenReceiptAsync(visit, tag, product.WithdrawnReceipt)),
    ];

    private static async Task HelplineEmergencyAsync(Visit visit, string tag)
    {
        await CitizenSteps.AboutAsync(visit, tag, CitizenSteps.Emergency);
        await visit.Page.ChooseAsync("helplineOnly");
        await CitizenSteps.NextAsync(visit);
    }

    private static Recipe Plain(string name, string mark, string path, params string[] shows) => Of(name, mark, shows, (visit, tag) => visit.CitizenAsync($"/{tag}{path}"));

    private static Recipe Of(string name, string mark, string[] shows, Func<Visit, string, Task> go) => new("citizen " + name, shows, null, mark, go);
}

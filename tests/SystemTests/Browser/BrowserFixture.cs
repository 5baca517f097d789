using System.Text.Json;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Browser;

/// <summary>One product and one browser for all page tests, with reports in every state that a page can show. Nothing else runs beside them.</summary>
[CollectionDefinition(Together, DisableParallelization = true)]
public sealed class BrowserFixture : IAsyncLifetime, ICollectionFixture<BrowserFixture>
{
    /// <summary>The tests that share it, one after the other.</summary>
    public const string Together = "pages";

    private readonly TestFolder folder = new();
    private Chromium? chromium;

    public RunningProduct Product { get; private set; } = null!;

    public StaffSessions Staff { get; private set; } = null!;

    public Chromium Chromium => chromium!;

    public byte[] Photo { get; private set; } = [];

    /// <summary>A report with a photo, a question, an answer with another photo, and a note.</summary>
    public string AskedReceipt { get; private set; } = "";

    public string QuietReceipt { get; private set; } = "";

    public string WithdrawnReceipt { get; private set; } = "";

    /// <summary>A report that the police have, with a part that only the helpline has.</summary>
    public string PartedReceipt { get; private set; } = "";

    /// <summary>The address of <see cref="AskedReceipt"/>'s report in the console.</summary>
    public string AskedReport { get; private set; } = "";

    /// <summary>A window of somebody not signed in.</summary>
    public Task<Visit> VisitAsync(bool scripts = true, int width = 320) => Visit.StartAsync(Chromium.Browser, Product, scripts, width);

    public async ValueTask InitializeAsync()
    {
        // The browser first: without it nothing else is worth starting.
        chromium = await Chromium.LaunchAsync();
        Product = await RunningProduct.StartAsync(folder["data"]);
        await EndedKey.PlantAsync(Product, "PS_VITI", StaffSessions.Told);
        await FormerMember.PlantAsync(Product, "PS_KAMENICE", StaffSessions.Disabled);
        Staff = new StaffSessions(chromium, Product);
        Photo = await PlantedMedia.PhotoAsync(folder);
        using var citizen = new CitizenApi(Product.CitizenUrl);
        AskedReceipt = await SendAsync(citizen, CitizenSteps.Words, "theft", photo: true);
        await RoutedAsync(citizen, AskedReceipt);
        AskedReport = await Staff.AskAsync(StaffSessions.Officer, "Çfarë ngjyre kishte biçikleta?");
        await citizen.AnswerAsync(AskedReceipt, "E kuqe, me shportë përpara. Kjo është një foto e saj.", Photo);
        QuietReceipt = await SendAsync(citizen, "Një makinë ka disa ditë që qëndron para portës sime në Gjilan.", "theft");
        WithdrawnReceipt = await SendAsync(citizen, "E gjeta vetë çantën që mendova se ma kishin vjedhur në Gjilan.", "theft");
        PartedReceipt = await SendAsync(citizen, "Ma vodhën çantën në treg në Gjilan.", "theft");
        await SendAsync(citizen, CitizenSteps.Emergency, null, tick: "inProgress");
        var helpline = await SendAsync(citizen, "Burri im më rreh dhe kam frikë të kthehem në shtëpi.", "domestic_violence", tick: "helplineOnly");
        var spam = await SendAsync(citizen, "?? 11 !! 22", null);
        var other = await SendAsync(citizen, "Dua të flas me dikë nga linja e ndihmës.", "information_request", tick: "helplineOnly");
        foreach (var receipt in new[] { helpline, other, spam, QuietReceipt, WithdrawnReceipt, PartedReceipt })
        {
            await RoutedAsync(citizen, receipt);
        }

        await citizen.WithdrawAsync(WithdrawnReceipt);
        await citizen.AnswerAsync(PartedReceipt, "Burri im më rreh çdo natë.");
    }

    public async ValueTask DisposeAsync()
    {
        if (chromium is not null)
        {
            await chromium.DisposeAsync();
        }

        Product?.Dispose();
        folder.Dispose();
    }

    private static Task<JsonElement> RoutedAsync(CitizenApi citizen, string receipt)
        => citizen.UntilAsync(receipt, body => body.GetProperty("state").GetString() != "received", TimeSpan.FromSeconds(60));

    private async Task<string> SendAsync(CitizenApi citizen, string text, string? category, bool photo = false, string? tick = null)
    {
        var fields = new Dictionary<string, string> { ["text"] = text, ["municipality"] = "gjilan", ["language"] = "sq" };
        if (category is not null)
        {
            fields["category"] = category;
        }

        if (tick is not null)
        {
            fields[tick] = "true";
        }

        var (status, body) = await citizen.SendAsync(fields, photo ? [("a.jpg", "image/jpeg", Photo)] : null);
        Assert.Equal(201, status);
        return body.GetProperty("receipt").GetString()!;
    }
}

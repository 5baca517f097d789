using Microsoft.EntityFrameworkCore;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Secrecy;

/// <summary>Who can open what is a matter of keys: tried with every key that can be derived from every person's passphrase and a copy of the database.</summary>
public sealed class ExclusionTests
{
    [Fact]
    public async Task AboutAPoliceStation_OpensWithTheInspectoratesKeyAlone()
    {
        var opened = await SendAndTryAllAsync(new Dictionary<string, string>
        {
            ["text"] = "Një polic i stacionit në Gjilan më kërkoi para që të mos më gjobisë.",
            ["aboutPolice"] = "true",
            ["concernedUnit"] = "PS_GJILAN",
            ["municipality"] = "gjilan",
            ["language"] = "sq",
        });

        Assert.Equal(["PIK"], opened.ForThis);
    }

    [Fact]
    public async Task HelplineOnly_OpensWithNoPoliceKey()
    {
        var opened = await SendAndTryAllAsync(new Dictionary<string, string>
        {
            ["text"] = "Më mbajnë në një shtëpi dhe ma kanë marrë pasaportën.",
            ["helplineOnly"] = "true",
            ["victim"] = "true",
            ["municipality"] = "gjilan",
            ["language"] = "sq",
        });

        Assert.Equal(["HELPLINE"], opened.ForThis);
    }

    /// <summary>Sends the report and, as the control, an ordinary theft; then tries every person's keys on everything.</summary>
    private static async Task<(IReadOnlyList<string> ForThis, IReadOnlyList<string> ForTheft)> SendAndTryAllAsync(Dictionary<string, string> fields)
    {
        using var folder = new TestFolder();
        using var product = await RunningProduct.StartAsync(folder["data"]);
        await RotateAsync(product, "PS_GJILAN");
        using var citizen = new CitizenApi(product.CitizenUrl);
        var (status, body) = await citizen.SendAsync(fields);
        Assert.Equal(201, status);
        await UntilRoutedAsync(citizen, body.GetProperty("receipt").GetString()!);
        await using var stolen = new StolenDatabase(product.DataFolder);
        var protectedReport = await OnlyReportAsync(stolen);

        (status, body) = await citizen.SendAsync(new Dictionary<string, string> { ["text"] = "Më kanë vjedhur biçikletën në Gjilan.", ["municipality"] = "gjilan", ["category"] = "theft", ["language"] = "sq" });
        Assert.Equal(201, status);
        await UntilRoutedAsync(citizen, body.GetProperty("receipt").GetString()!);
        await product.Process.StopAsync(TimeSpan.FromSeconds(60));

        var forThis = new SortedSet<string>(StringComparer.Ordinal);
        var forTheft = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var person in product.Accounts().Where(person => person.Desks.Count > 0))
        {
            var keys = await stolen.KeysOfAsync(person);
            // Past epochs too: the station's key was replaced, and its members keep the old one for old cases.
            Assert.Equal(person.Desks.Count + (person.Desks.Contains("PS_GJILAN") ? 1 : 0), keys.Count);
            foreach (var key in keys)
            {
                var opened = await stolen.OpenedByAsync([key]);
                if (opened.Contains(protectedReport))
                {
                    forThis.Add(key.Desk);
                }

                if (opened.Any(report => report != protectedReport))
                {
                    forTheft.Add(key.Desk);
                }

                key.Dispose();
            }
        }

        // The control: the same search opens the ordinary report, with the key of its station and no other.
        Assert.Equal(["PS_GJILAN"], forTheft);
        await using var db = await stolen.ReadAsync();
        Assert.Empty(await db.RouterEnvelopes.ToListAsync());
        return ([.. forThis], [.. forTheft]);
    }

    private static async Task RotateAsync(RunningProduct product, string desk)
    {
        using var officer = await OfficerBrowser.SignInAsync(product, product.Accounts().Single(account => account.User == "officer.ps-gjilan"));
        await officer.GoAsync($"/desks/{desk}/rotate-key");
        await officer.SubmitAsync($"/desks/{desk}/rotate-key");
    }

    private static Task UntilRoutedAsync(CitizenApi citizen, string receipt)
        => citizen.UntilAsync(receipt, body => body.GetProperty("state").GetString() == "routed", TimeSpan.FromSeconds(60));

    private static async Task<Guid> OnlyReportAsync(StolenDatabase stolen)
    {
        await using var db = await stolen.ReadAsync();
        return await db.Cases.Select(report => report.Id).SingleAsync();
    }
}

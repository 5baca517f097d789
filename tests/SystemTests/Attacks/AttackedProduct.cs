using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Attacks;

/// <summary>One running demonstration for the attacks that leave it as it was.</summary>
[CollectionDefinition(Together)]
public sealed class AttackedProduct : IAsyncLifetime, ICollectionFixture<AttackedProduct>
{
    public const string Together = "attacks";
    public const string Theft = "Më kanë vjedhur biçikletën para shtëpisë në Gjilan.";

    private readonly Dictionary<string, OfficerBrowser> staff = [];

    public TestFolder Folder { get; } = new();

    public RunningProduct Product { get; private set; } = null!;

    public CitizenApi Citizen { get; private set; } = null!;

    internal Meddler Rows { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Product = await RunningProduct.StartAsync(Folder["data"], environment: new Dictionary<string, string> { ["Triage__HousekeepingMinutes"] = "0.03" });
        Citizen = new CitizenApi(Product.CitizenUrl);
        Rows = new Meddler(Product.DataFolder);
    }

    public ValueTask DisposeAsync()
    {
        foreach (var browser in staff.Values)
        {
            browser.Dispose();
        }

        Citizen.Dispose();
        Product.Dispose();
        Folder.Dispose();
        return ValueTask.CompletedTask;
    }

    public DemoAccount Account(string user) => Product.Accounts().Single(account => account.User == user);

    public Task<Guid> IdOfAsync(string user) => IdAsync("SELECT Id FROM Accounts WHERE UserName = $0", user);

    /// <summary>A signed-in browser, kept for the next test.</summary>
    public async Task<OfficerBrowser> StaffAsync(string user)
    {
        if (!staff.TryGetValue(user, out var browser))
        {
            staff[user] = browser = await SignInAsync(user);
        }

        await browser.GoAsync("/account");
        return browser.Address.AbsolutePath == "/account" ? browser : staff[user] = await SignInAsync(user);
    }

    /// <summary>A new session. The one-time code of this half minute may have been used by another test.</summary>
    public async Task<OfficerBrowser> SignInAsync(string user)
    {
        await Rows.ChangeAsync("UPDATE Accounts SET TotpLastStep = 0 WHERE UserName = $0", user);
        return await OfficerBrowser.SignInAsync(Product, Account(user));
    }

    /// <summary>Whether name, passphrase and code of this moment open a session.</summary>
    public async Task<bool> SignsInAsync(string user)
    {
        try
        {
            (await SignInAsync(user)).Dispose();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Sends a report; when it is routed, answers its receipt and its id.</summary>
    public async Task<(string Receipt, Guid Id)> ReportAsync(
        string text = Theft, Dictionary<string, string>? more = null, IReadOnlyList<(string Name, string Type, byte[] Bytes)>? files = null)
    {
        var known = (await Rows.RowsAsync("SELECT Id FROM Cases")).ConvertAll(row => (string)row[0]).ToHashSet();
        var fields = new Dictionary<string, string> { ["text"] = text, ["municipality"] = "gjilan", ["language"] = "sq" };
        foreach (var (name, value) in more ?? new() { ["category"] = "theft" })
        {
            fields[name] = value;
        }

        var (status, body) = await Citizen.SendAsync(fields, files);
        Assert.Equal(201, status);
        var receipt = body.GetProperty("receipt").GetString()!;
        await Citizen.UntilAsync(receipt, opened => opened.GetProperty("state").GetString() != "received", TimeSpan.FromSeconds(60));
        var id = (await Rows.RowsAsync("SELECT Id FROM Cases")).ConvertAll(row => (string)row[0]).Single(found => !known.Contains(found));
        return (receipt, Guid.Parse(id));
    }

    public Task<byte[]> PhotoAsync() => PlantedMedia.PhotoAsync(Folder);

    internal async Task<Guid> IdAsync(string sql, params object?[] values) => Guid.Parse(await Rows.ReadAsync<string>(sql, values));
}

using System.Text.Json;

namespace ReportingService.TestKit.Running;

/// <summary>The whole product as one process on loopback, started the way an operator starts it, with a data folder of the test's own.</summary>
public sealed class RunningProduct : IDisposable
{
    /// <summary>The product's own output folder, not the tests': what runs is what is shipped.</summary>
    public static readonly string Program = Path.Combine(
        RepositoryRoot.Path, "src", "Standalone", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "ReportingService.Standalone.dll");

    private readonly string program;
    private readonly string[] extra;
    private readonly IReadOnlyDictionary<string, string> environment;

    private RunningProduct(string data, string[] extra, IReadOnlyDictionary<string, string> environment, string program)
    {
        this.program = program;
        DataFolder = data;
        this.extra = extra;
        this.environment = environment;
        CitizenUrl = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        StaffUrl = new Uri($"http://localhost:{FreePort.Next()}");
        Process = Launch();
    }

    public string DataFolder { get; }

    public Uri CitizenUrl { get; }

    public Uri StaffUrl { get; }

    public ChildProcess Process { get; private set; }

    /// <summary>Starts and waits until both sites answer.</summary>
    public static async Task<RunningProduct> StartAsync(string data, string[]? extra = null, IReadOnlyDictionary<string, string>? environment = null, string? program = null)
    {
        var product = new RunningProduct(data, extra ?? ["--demo"], environment ?? new Dictionary<string, string>(), program ?? Program);
        await product.UntilReadyAsync();
        return product;
    }

    /// <summary>Starts again on the same data folder and addresses after the process has ended.</summary>
    public async Task RestartAsync()
    {
        Process.Dispose();
        Process = Launch();
        await UntilReadyAsync();
    }

    /// <summary>The accounts the demonstration seeded.</summary>
    public IReadOnlyList<DemoAccount> Accounts()
        => JsonSerializer.Deserialize<List<DemoAccount>>(File.ReadAllText(Path.Combine(DataFolder, "demo-accounts.json")), JsonSerializerOptions.Web)!;

    /// <summary>The first account that is a member of <paramref name="desk"/>.</summary>
    public DemoAccount AccountOf(string desk) => Accounts().First(account => account.Desks.Contains(desk));

    public void Dispose() => Process.Dispose();

    private ChildProcess Launch() => new(
        "dotnet",
        ["exec", program, "--data", DataFolder, "--citizen-url", CitizenUrl.ToString(), "--staff-url", StaffUrl.ToString(), .. extra],
        environment);

    private async Task UntilReadyAsync()
    {
        await Readiness.UntilAsync(CitizenUrl, Process);
        await Readiness.UntilAsync(StaffUrl, Process);
    }
}

/// <summary>A row of demo-accounts.json.</summary>
public sealed record DemoAccount(string User, string Passphrase, string TotpSecret, IReadOnlyList<string> Desks, string Role);

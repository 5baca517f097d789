using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.TestKit;

namespace ReportingService.Intake.Tests.Site;

/// <summary>The citizen site on a real Kestrel and a real SQLite file, with keys of its own. No Triage: the router's epoch is made here.</summary>
public sealed class IntakeSite : IAsyncDisposable
{
    private readonly TestFolder folder;
    private readonly WebApplication app;

    private IntakeSite(TestFolder folder, WebApplication app, Trust trust, PrivateKey routerKey, CapturedLogs logs)
    {
        this.folder = folder;
        this.app = app;
        Trust = trust;
        RouterKey = routerKey;
        Logs = logs;
        Address = new Uri(app.Urls.First());
        Http = NewClient();
    }

    public Trust Trust { get; }

    public PrivateKey RouterKey { get; }

    public CapturedLogs Logs { get; }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public string Folder => folder.Path;

    public IServiceProvider Services => app.Services;

    public static async Task<IntakeSite> StartAsync(Action<WebApplicationBuilder>? change = null, string? address = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var folder = new TestFolder();
        var trust = RootKeyFiles.Make(folder["keys"]);
        Directory.CreateDirectory(folder["scratch"]);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseUrls(address ?? "http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = "sqlite",
            ["ConnectionStrings:Reports"] = $"Data Source={folder["reports.db"]}",
            ["Blobs:Folder"] = folder["blobs"],
            ["Trust:File"] = folder["keys", "trust.json"],
            ["Trust:MemoryFile"] = folder["keys", "seen-keys.json"],
            ["Routing:Folder"] = Path.Combine(RepositoryRoot.Path, "infra", "routing"),
            ["Scrub:ScratchFolder"] = folder["scratch"],
            ["Intake:FormTokenKeyFile"] = folder["keys", "form-token.key"],
            ["Logging:LogLevel:Default"] = "Trace",
            ["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace",
        });
        foreach (var (name, value) in settings ?? new Dictionary<string, string?>())
        {
            builder.Configuration[name] = value;
        }

        var logs = new CapturedLogs();
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(logs);
        change?.Invoke(builder);
        builder.AddIntake();
        var app = builder.Build();
        app.MapIntake();
        await app.Services.GetRequiredService<ReportingDatabase>().MigrateAsync(CancellationToken.None);
        var routerKey = await StartEpochAsync(app.Services, folder, trust);
        await app.StartAsync();
        return new IntakeSite(folder, app, trust, routerKey, logs);
    }

    /// <summary>A client without cookies that does not follow redirects.</summary>
    public HttpClient NewClient()
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(2) };
        client.DefaultRequestHeaders.Add("Accept-Language", "sq");
        return client;
    }

    public async Task<T> ReadAsync<T>(Func<ReportingDb, Task<T>> read)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<ReportingDb>>().CreateDbContextAsync();
        return await read(db);
    }

    public Task WriteAsync(Func<ReportingDb, CancellationToken, Task> work) => Services.GetRequiredService<IDatabaseWriter>().WriteAsync(work, CancellationToken.None);

    /// <summary>Everything the site keeps on disk, as bytes by path.</summary>
    public IEnumerable<string> FilesOnDisk() => Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories);

    public string RecoveryFile(Core.Keys.KeyDomain domain) => folder["keys", RootKeyFiles.RecoveryFile(domain)];

    public string RootFile(Core.Keys.KeyDomain domain) => folder["keys", RootKeyFiles.RootFile(domain)];

    public Task WaitForShutdownAsync() => app.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        RouterKey.Dispose();
        folder.Dispose();
    }

    private static async Task<PrivateKey> StartEpochAsync(IServiceProvider services, TestFolder folder, Trust trust)
    {
        using var identity = RootKeyFiles.ReadRouterIdentity(folder["keys", RootKeyFiles.RouterIdentityFile], trust);
        var (record, key) = RouterKeyMaker.Create(1, identity, trust.Instance, CoarseTime.Second(TimeProvider.System.GetUtcNow()));
        await services.GetRequiredService<IDatabaseWriter>().WriteAsync(
            (db, _) =>
            {
                db.RouterEpochs.Add(new RouterEpoch { Epoch = record.Epoch, PublicKey = record.PublicKey, CreatedAt = record.CreatedAt, Signature = record.Signature });
                return Task.CompletedTask;
            },
            CancellationToken.None);
        return key;
    }
}

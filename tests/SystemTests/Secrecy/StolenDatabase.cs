using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Secrecy;

/// <summary>A copy of an instance's database in the hands of somebody who also knows some people's passphrases.</summary>
internal sealed class StolenDatabase : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly Trust trust;

    public StolenDatabase(string dataFolder)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = "sqlite",
            ["ConnectionStrings:Reports"] = $"Data Source={Path.Combine(dataFolder, "reports.db")}",
            ["Blobs:Folder"] = Path.Combine(dataFolder, "blobs"),
        }).Build();
        services = new ServiceCollection().AddLogging().AddReportingData(configuration).BuildServiceProvider();
        using var json = File.OpenRead(Path.Combine(dataFolder, "keys", "trust.json"));
        trust = Trust.Load(json);
    }

    public Task<ReportingDb> ReadAsync() => services.GetRequiredService<IDbContextFactory<ReportingDb>>().CreateDbContextAsync();

    /// <summary>Every private key of every desk and epoch that a person can derive with passphrase and database.</summary>
    public async Task<IReadOnlyList<UnitPrivateKey>> KeysOfAsync(DemoAccount person)
    {
        await using var db = await ReadAsync();
        using var vault = new AccountVault(trust);
        var account = await db.Accounts.AsNoTracking().SingleAsync(row => row.UserName == person.User);
        using var unlocked = await vault.UnlockAsync(account.Id, account.SealedVault, person.Passphrase, person.Role)
            ?? throw new InvalidOperationException($"The passphrase of {person.User} does not open the vault.");
        var keys = new List<UnitPrivateKey>();
        foreach (var grant in await db.UnitKeyGrants.AsNoTracking().Where(row => row.AccountId == account.Id).ToListAsync())
        {
            var record = await db.UnitKeys.AsNoTracking().SingleAsync(row => row.Desk == grant.Desk && row.Epoch == grant.Epoch);
            keys.Add(UnitKeyOpener.Open(unlocked.Key, account.Id, record.ToRecord(), trust.Instance, grant.Wrapped));
        }

        return keys;
    }

    /// <summary>Tries every key on every wrapped case key in the database. Returns the reports that opened.</summary>
    public async Task<IReadOnlySet<Guid>> OpenedByAsync(IEnumerable<UnitPrivateKey> keys)
    {
        await using var db = await ReadAsync();
        var cases = await db.Cases.AsNoTracking().ToListAsync();
        var wraps = await db.CaseGrants.AsNoTracking().Select(grant => grant.WrappedKey).ToListAsync();
        var opened = new HashSet<Guid>();
        foreach (var key in keys)
        {
            foreach (var report in cases)
            {
                var binding = new CaseBinding(trust.Instance, new ReportId(report.Id), PublicKey.FromBytes(report.CasePublicKey), PublicKey.FromBytes(report.ReporterPublicKey));
                if (wraps.Exists(wrap => Opens(key, binding, wrap)))
                {
                    opened.Add(report.Id);
                }
            }
        }

        return opened;
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    private static bool Opens(UnitPrivateKey key, CaseBinding binding, byte[] wrap)
    {
        try
        {
            using var opened = key.OpenCase(binding, wrap);
            return true;
        }
        catch (Exception refused) when (refused is SealBrokenException or CryptographicException)
        {
            return false;
        }
    }
}

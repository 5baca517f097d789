using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Faults;

/// <summary>The process is killed in the middle of a burst, again and again. Accepted means durable, and means routed once.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("REPORTING_KILL_ROUNDS") ?? "10", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Kill_MidBurst_LosesNothingAndDoublesNothing()
    {
        using var folder = new TestFolder();
        var burst = await BurstAsync(folder["data"], Rounds, new Dictionary<string, string>(), TimeSpan.FromSeconds(240));

        Assert.Empty(burst.Faults);
        Assert.True(burst.Accepted >= Rounds, $"only {burst.Accepted} reports were accepted in {Rounds} rounds");
    }

    [Fact]
    public async Task Kill_WithoutSweeperAndInbox_IsNoticed()
    {
        using var folder = new TestFolder();
        var burst = await BurstAsync(
            folder["data"], rounds: 3, new Dictionary<string, string> { ["Messages__Sweeper"] = "false", ["Messages__Inbox"] = "false", ["Triage__RoutedAtOnce"] = "1" }, TimeSpan.FromSeconds(60));

        output.WriteLine($"{burst.Faults.Count} faults noticed");
        Assert.NotEmpty(burst.Faults);
    }

    /// <param name="data">Folder of the instance.</param>
    /// <param name="rounds">How often it is killed.</param>
    /// <param name="environment">What is switched off.</param>
    /// <param name="patience">A message that was lost with several kills comes again after gaps that doubled each time.</param>
    private async Task<Burst> BurstAsync(string data, int rounds, IReadOnlyDictionary<string, string> environment, TimeSpan patience)
    {
        using var product = await RunningProduct.StartAsync(data, environment: environment);
        var accepted = new ConcurrentDictionary<string, MintedReceipt>();
        var unanswered = new ConcurrentDictionary<string, MintedReceipt>();
        var table = new List<string>();
        for (var round = 1; round <= rounds; round++)
        {
            var before = accepted.Count;
            using var stop = new CancellationTokenSource();
            var senders = Enumerable.Range(0, 8).Select(_ => SendUntilAsync(product, accepted, unanswered, stop.Token)).ToArray();
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
            // At least one answer since the last kill, and requests in flight at the moment of this one.
            while (accepted.Count < before + 5 + (round * 3 % 11))
            {
                await Task.Delay(5, limit.Token);
            }

            product.Process.Kill();
            await stop.CancelAsync();
            await Task.WhenAll(senders);
            table.Add($"round {round,3}: {accepted.Count - before,4} accepted, {unanswered.Count,4} unanswered so far");
            output.WriteLine(table[^1]);
            await product.RestartAsync();
        }

        var burst = await JudgeAsync(product, accepted, unanswered, patience);
        if (rounds > 10)
        {
            table.Add($"{accepted.Count} accepted, each with one case and one decision; {burst.Faults.Count} faults");
            Directory.CreateDirectory(Path.Combine(RepositoryRoot.Path, "artifacts"));
            await File.WriteAllLinesAsync(Path.Combine(RepositoryRoot.Path, "artifacts", "kills.txt"), table);
        }

        return burst;
    }

    private static async Task SendUntilAsync(
        RunningProduct product, ConcurrentDictionary<string, MintedReceipt> accepted, ConcurrentDictionary<string, MintedReceipt> unanswered, CancellationToken stop)
    {
        using var citizen = new CitizenApi(product.CitizenUrl);
        while (!stop.IsCancellationRequested)
        {
            MintedReceipt? minted = null;
            try
            {
                minted = await citizen.MintAsync();
                unanswered[minted.Receipt] = minted;
                var (status, body) = await citizen.SendAsync(Fields(minted));
                if (status == 201)
                {
                    accepted[body.GetProperty("receipt").GetString()!] = minted;
                    unanswered.TryRemove(minted.Receipt, out _);
                }
            }
            catch (Exception cut) when (CutLine.Is(cut))
            {
                // The kill cut the line: whether it was stored is what sending again must find out.
            }
        }
    }

    private static Dictionary<string, string> Fields(MintedReceipt minted) => new()
    {
        ["text"] = "Më kanë vjedhur biçikletën para shtëpisë në Gjilan.",
        ["municipality"] = "gjilan",
        ["category"] = "theft",
        ["language"] = "sq",
        ["token"] = minted.Token,
    };

    private static async Task<Burst> JudgeAsync(
        RunningProduct product, ConcurrentDictionary<string, MintedReceipt> accepted, ConcurrentDictionary<string, MintedReceipt> unanswered, TimeSpan patience)
    {
        var faults = new List<string>();
        using var citizen = new CitizenApi(product.CitizenUrl);
        foreach (var minted in unanswered.Values)
        {
            var (status, body) = await citizen.SendAsync(Fields(minted));
            if (status != 201 || body.GetProperty("receipt").GetString() != minted.Receipt)
            {
                faults.Add($"sending again answered {status}");
            }
        }

        var all = accepted.Keys.Concat(unanswered.Keys).Distinct().ToList();
        using var limit = new CancellationTokenSource(patience);
        foreach (var receipt in all)
        {
            await CheckReceiptAsync(citizen, receipt, faults, limit.Token);
        }

        await using var database = new SqliteConnection($"Data Source={Path.Combine(product.DataFolder, "reports.db")};Mode=ReadOnly");
        await database.OpenAsync(CancellationToken.None);
        var cases = await CountAsync(database, "SELECT COUNT(*) FROM Cases");
        var routed = await CountAsync(database, "SELECT COUNT(*) FROM RoutingRecords");
        var grants = await CountAsync(database, "SELECT COUNT(*) FROM CaseGrants");
        if (cases != all.Count || routed != all.Count || grants != all.Count)
        {
            faults.Add($"{all.Count} receipts, {cases} cases, {routed} routing decisions, {grants} key grants");
        }

        return new Burst(accepted.Count, faults);
    }

    private static async Task CheckReceiptAsync(CitizenApi citizen, string receipt, List<string> faults, CancellationToken limit)
    {
        while (true)
        {
            var (status, body) = await citizen.OpenAsync(receipt);
            if (status == 200 && body.GetProperty("state").GetString() == "routed")
            {
                return;
            }

            if (status != 200 || limit.IsCancellationRequested)
            {
                faults.Add($"a kept receipt answers {status} {body}");
                return;
            }

            await Task.Delay(50, CancellationToken.None);
        }
    }

    private static async Task<long> CountAsync(SqliteConnection database, string query)
    {
        await using var command = database.CreateCommand();
        command.CommandText = query;
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private sealed record Burst(int Accepted, IReadOnlyList<string> Faults);
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using ReportingService.TestKit.Running;

namespace ReportingService.Benchmarks;

/// <summary>
/// Senders that each send one text report after another through the public API. The body is made once: what the senders cost is
/// taken from the same processors as the product, so it is kept small, and measured.
/// </summary>
internal sealed class Load
{
    private const string Boundary = "----benchmark";
    private const string Text = "Një person me makinë të zezë shet drogë para shkollës çdo mbrëmje pas orës tetë. E kam parë tri herë këtë javë.";
    private static readonly byte[] Report = Encoding.UTF8.GetBytes($"{Field("text", Text)}{Field("municipality", "gjilan")}{Field("language", "sq")}--{Boundary}--\r\n");

    private int busy;
    private int other;

    /// <summary>Receipts of what was accepted.</summary>
    public ConcurrentBag<string> Accepted { get; } = [];

    /// <summary>Milliseconds from sending to the end of each answer.</summary>
    public ConcurrentBag<double> Times { get; } = [];

    public int Busy => busy;

    /// <summary>Answers that are neither 201 nor 503.</summary>
    public int Other => other;

    public double Seconds { get; private set; }

    /// <summary>Sends for so long, or until <paramref name="most"/> reports are accepted.</summary>
    public static async Task<Load> RunAsync(Uri site, int senders, TimeSpan length, int most = int.MaxValue)
    {
        var load = new Load();
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = senders, UseCookies = false, UseProxy = false };
        using var http = new HttpClient(handler) { BaseAddress = site, Timeout = TimeSpan.FromSeconds(60) };
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, senders).Select(_ => load.SendAsync(http, clock, length, most)));
        load.Seconds = clock.Elapsed.TotalSeconds;
        return load;
    }

    /// <summary>Accepted receipts that do not open.</summary>
    public async Task<int> LostAsync(Uri site)
    {
        var lost = 0;
        using var citizen = new CitizenApi(site);
        await Parallel.ForEachAsync(Accepted, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (receipt, _) =>
        {
            for (var attempt = 0; attempt < 50; attempt++)
            {
                var (status, _) = await citizen.OpenAsync(receipt);
                if (status == 200)
                {
                    return;
                }

                if (status != 503)
                {
                    break;
                }

                await Task.Delay(100, CancellationToken.None);
            }

            Interlocked.Increment(ref lost);
        });
        return lost;
    }

    private async Task SendAsync(HttpClient http, Stopwatch clock, TimeSpan length, int most)
    {
        while (clock.Elapsed < length && Accepted.Count < most)
        {
            var began = Stopwatch.GetTimestamp();
            using var content = new ByteArrayContent(Report);
            content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=" + Boundary);
            using var answer = await http.PostAsync(new Uri("/api/v1/reports", UriKind.Relative), content);
            var body = await answer.Content.ReadAsByteArrayAsync();
            Times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            switch ((int)answer.StatusCode)
            {
                case 201:
                    using (var json = JsonDocument.Parse(body))
                    {
                        Accepted.Add(json.RootElement.GetProperty("receipt").GetString()!);
                    }

                    break;
                case 503:
                    Interlocked.Increment(ref busy);
                    await Task.Delay(200);
                    break;
                default:
                    Interlocked.Increment(ref other);
                    break;
            }
        }
    }

    private static string Field(string name, string value) => $"--{Boundary}\r\nContent-Disposition: form-data; name={name}\r\n\r\n{value}\r\n";
}

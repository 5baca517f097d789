namespace ReportingService.TestKit.Running;

/// <summary>Waits for processes that were started.</summary>
public static class Readiness
{
    private const int Seconds = 180;

    /// <summary>Until the site says that it is ready. <paramref name="process"/>: the one that is to listen there; its end is no reason to wait on.</summary>
    /// <exception cref="InvalidOperationException">The process ended; the message has what it printed.</exception>
    /// <exception cref="TimeoutException">It did not become ready.</exception>
    public static async Task UntilAsync(Uri site, ChildProcess process)
    {
        using var http = new HttpClient();
        var end = Environment.TickCount64 + (Seconds * 1000);
        while (!await IsReadyAsync(http, site))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"What was to listen at {site} ended:\n{process.Output}");
            }

            if (Environment.TickCount64 >= end)
            {
                throw new TimeoutException($"{site} did not become ready:\n{process.Output}");
            }

            await Task.Delay(100);
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, Uri site)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(site, "/healthz"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception cut) when (CutLine.Is(cut))
        {
            return false;
        }
    }
}

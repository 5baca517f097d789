namespace ReportingService.TestKit;

/// <summary>Waits until something is so, generously: a slow machine is no fault.</summary>
public static class Wait
{
    /// <exception cref="TimeoutException">It did not come to be so; the message names it.</exception>
    public static async Task UntilAsync(Func<Task<bool>> so, string what, double seconds = 120)
    {
        var end = Environment.TickCount64 + (long)(seconds * 1000);
        while (!await so())
        {
            if (Environment.TickCount64 >= end)
            {
                throw new TimeoutException($"Not within {seconds} s: {what}");
            }

            await Task.Delay(50);
        }
    }

    public static Task UntilAsync(Func<bool> so, string what, double seconds = 120) => UntilAsync(() => Task.FromResult(so()), what, seconds);
}

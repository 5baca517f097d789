using System.Globalization;

namespace ReportingService.Benchmarks;

/// <summary>Resident memory of another process, as the kernel counts it.</summary>
internal static class Memory
{
    /// <summary>Now.</summary>
    public static double ResidentMegabytes(int process) => Read(process, "VmRSS:");

    /// <summary>The most since <see cref="ForgetPeak"/> or the process's start.</summary>
    public static double PeakMegabytes(int process) => Read(process, "VmHWM:");

    /// <summary>Lets the peak count from now.</summary>
    public static void ForgetPeak(int process) => File.WriteAllText($"/proc/{process}/clear_refs", "5");

    private static double Read(int process, string field)
        => double.Parse(
            File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(field, StringComparison.Ordinal)).Split(':', 2)[1].Replace("kB", string.Empty, StringComparison.Ordinal).Trim(),
            CultureInfo.InvariantCulture) / 1024;
}

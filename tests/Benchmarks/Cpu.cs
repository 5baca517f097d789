using System.Globalization;

namespace ReportingService.Benchmarks;

/// <summary>Processor time of a process, user and system, as the kernel counts it: says the same on a busy machine and on a quiet one.</summary>
internal static class Cpu
{
    private const double TicksPerSecond = 100;

    /// <summary>Milliseconds since the process began.</summary>
    public static double Milliseconds(int process)
    {
        // The second field, in brackets, may hold blanks; user and system time are the 14th and the 15th.
        var text = File.ReadAllText($"/proc/{process}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond * 1000;
    }
}

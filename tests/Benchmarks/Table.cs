using System.Globalization;
using System.Text.Json;

namespace ReportingService.Benchmarks;

/// <summary>Rows of one benchmark: a table for people, and as the last line one JSON object for programs.</summary>
internal sealed class Table(string benchmark)
{
    private readonly List<Row> rows = [];

    public void Add(string name, double value, string unit)
    {
        rows.Add(new Row(name, Math.Round(value, 3), unit));
        Console.Error.WriteLine($"  {name}: {value.ToString("0.###", CultureInfo.InvariantCulture)} {unit}");
    }

    public void Print()
    {
        var machine = Machine();
        Console.WriteLine($"{benchmark} on {machine}");
        Console.WriteLine();
        Console.WriteLine("| what | value | unit |");
        Console.WriteLine("|---|---:|---|");
        foreach (var row in rows)
        {
            Console.WriteLine($"| {row.Name} | {row.Value.ToString("0.###", CultureInfo.InvariantCulture)} | {row.Unit} |");
        }

        Console.WriteLine();
        Console.WriteLine(JsonSerializer.Serialize(new { benchmark, machine, rows }, JsonSerializerOptions.Web));
    }

    private static string Machine()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
            : null;
        return $"{Environment.ProcessorCount} cores{(model is null ? string.Empty : $", {model}")}, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}";
    }

    private sealed record Row(string Name, double Value, string Unit);
}

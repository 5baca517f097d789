using System.Text.Json;

namespace ReportingService.Intake.Contacts;

/// <summary>The numbers shown on every page, from the routing folder's <c>contacts.json</c>; never from code, for they change.</summary>
public sealed class HelpNumbers
{
    private static readonly string[] Shown = ["police_192", "emergency_112", "ambulance_194", "victims_helpline", "police_dv_line"];

    private HelpNumbers(IReadOnlyList<HelpNumber> all) => All = all;

    /// <summary>In the order they are shown.</summary>
    public IReadOnlyList<HelpNumber> All { get; }

    /// <summary>The victims' helpline; null when the file does not name it.</summary>
    public HelpNumber? Helpline => All.FirstOrDefault(number => number.Id == "victims_helpline");

    /// <summary>Reads the file. A missing number is left out.</summary>
    /// <exception cref="InvalidDataException">The file is not a list of contacts.</exception>
    public static HelpNumbers Load(Stream json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var numbers = document.RootElement.GetProperty("contacts").EnumerateArray()
                .ToDictionary(row => row.GetProperty("id").GetString() ?? string.Empty, row => row.GetProperty("number").GetString() ?? string.Empty, StringComparer.Ordinal);
            return new HelpNumbers([.. Shown.Where(id => numbers.GetValueOrDefault(id) is { Length: > 0 }).Select(id => new HelpNumber(id, numbers[id]))]);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException($"contacts.json can't be read: {fault.Message}", fault);
        }
    }
}

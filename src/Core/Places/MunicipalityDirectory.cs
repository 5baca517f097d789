using System.Text.Json;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Core.Places;

/// <summary>All municipalities, for forms, places and desks. Loaded from <c>municipalities.json</c>.</summary>
public sealed class MunicipalityDirectory
{
    private readonly Dictionary<string, Municipality> bySlug;

    private MunicipalityDirectory(IReadOnlyList<Municipality> all)
    {
        All = all;
        bySlug = all.ToDictionary(m => m.Slug, StringComparer.Ordinal);
        Regions = [.. all.Select(m => m.Region).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>Every municipality, in the order of the file.</summary>
    public IReadOnlyList<Municipality> All { get; }

    /// <summary>The codes of the police regions.</summary>
    public IReadOnlyList<string> Regions { get; }

    /// <summary>The municipality with this slug, or null.</summary>
    public Municipality? Find(string? slug) => slug is not null && bySlug.TryGetValue(slug, out var found) ? found : null;

    /// <exception cref="InvalidDataException">The file is not a list of municipalities.</exception>
    public static MunicipalityDirectory Load(Stream json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var all = new List<Municipality>();
            foreach (var row in document.RootElement.GetProperty("municipalities").EnumerateArray())
            {
                string Text(string name)
                    => row.GetProperty(name).GetString() is not { } text ? throw new InvalidDataException($"municipalities.json: '{name}' is empty.")
                        : VisibleText.Is(text) ? text
                        : throw new InvalidDataException($"municipalities.json: '{VisibleText.Of(text)}' has a sign that is not seen.");

                all.Add(new Municipality(
                    Text("slug"), Text("name_sq"), Text("name_sq_definite"), Text("name_sr"), Text("name_sr_cyrl"), Text("name_en"),
                    [.. row.GetProperty("aliases").EnumerateArray().Select(a => a.GetString() ?? "")],
                    Text("rpd"), Text("station")));
            }

            return all.Count > 0 ? new MunicipalityDirectory(all) : throw new InvalidDataException("municipalities.json lists no municipality.");
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException($"municipalities.json can't be read: {fault.Message}", fault);
        }
    }
}

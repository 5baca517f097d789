using System.Xml.Linq;
using ReportingService.TestKit;

namespace ReportingService.SystemTests.Architecture;

/// <summary>Who may reference whom. The picture stands in src/README.md; this is the robot that keeps it true.</summary>
internal static class ProjectArrows
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Core"] = [],
        ["Labelling"] = ["Core"],
        ["Scrubbing"] = [],
        ["Sealing"] = ["Core"],
        ["Opening"] = ["Core", "Sealing"],
        ["SqlServerTypes"] = [],
        ["Data"] = ["Core", "Sealing", "SqlServerTypes"],
        ["Web"] = ["Core"],
        ["Intake"] = ["Core", "Labelling", "Scrubbing", "Sealing", "Data", "Web"],
        ["Triage"] = ["Core", "Sealing", "Opening", "Data"],
        ["StaffConsole"] = ["Core", "Labelling", "Scrubbing", "Sealing", "Opening", "Data", "Web"],
        ["Standalone"] = ["Core", "Labelling", "Scrubbing", "Sealing", "Opening", "Data", "Web", "Intake", "Triage", "StaffConsole"],
    };

    public static IReadOnlyDictionary<string, string[]> Read()
        => Directory.GetFiles(Path.Combine(RepositoryRoot.Path, "src"), "*.csproj", SearchOption.AllDirectories)
            .ToDictionary(
                file => Path.GetFileNameWithoutExtension(file),
                file => XDocument.Load(file).Descendants("ProjectReference")
                    .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))
                    .ToArray(),
                StringComparer.Ordinal);

    public static IEnumerable<string> Violations(IReadOnlyDictionary<string, string[]> projects)
        => projects.SelectMany(project => project.Value
                .Where(target => !Allowed.TryGetValue(project.Key, out var targets) || !targets.Contains(target))
                .Select(target => $"{project.Key} -> {target}"))
            .Concat(projects.Keys.Where(name => !Allowed.ContainsKey(name)).Select(name => $"{name} is not in the picture"));

    public static ISet<string> Closure(IReadOnlyDictionary<string, string[]> projects, string start)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>([start]);
        while (open.TryDequeue(out var name))
        {
            foreach (var target in projects[name].Where(seen.Add))
            {
                open.Enqueue(target);
            }
        }

        return seen;
    }
}

using ReportingService.Core.Vocabulary;

namespace ReportingService.Core.Routing;

/// <summary>The versioned rules of routing, checked when loaded.</summary>
public sealed class RuleSet
{
    private readonly Dictionary<string, Rule> byId;
    private readonly Dictionary<Category, Rule[]> byCategory;

    internal RuleSet(string version, IReadOnlyList<Rule> rules, string fallback)
    {
        Version = version;
        Rules = rules;
        byId = rules.ToDictionary(r => r.Id, StringComparer.Ordinal);
        byCategory = rules.Where(r => r.Category is not null).GroupBy(r => r.Category!.Value).ToDictionary(g => g.Key, g => g.ToArray());
        Fallback = byId[fallback];
    }

    /// <summary>Units of which a rule means the one of the report's place.</summary>
    public static IReadOnlySet<string> OfThePlace { get; } = new HashSet<string>(StringComparer.Ordinal) { "PS", "DVU", "RIS", "RRTU", "BORDER", "RPD", "SWC" };

    public string Version { get; }

    /// <summary>All rules in the order of the file: the first that matches a report of its category decides.</summary>
    public IReadOnlyList<Rule> Rules { get; }

    /// <summary>The rule for reports nothing else takes.</summary>
    public Rule Fallback { get; }

    /// <exception cref="RuleSetException">The rules are refused; the message names the line.</exception>
    public static RuleSet Load(Stream json, DeskDirectory desks) => RuleSetReader.Read(json, desks);

    /// <inheritdoc cref="Load(Stream, DeskDirectory)"/>
    public static RuleSet Load(byte[] json, DeskDirectory desks)
    {
        using var stream = new MemoryStream(json, writable: false);
        return Load(stream, desks);
    }

    /// <summary>The same rules under the name that decisions will carry.</summary>
    public RuleSet Named(string version) => new(version, Rules, Fallback.Id);

    public Rule? Find(string? id) => id is not null && byId.TryGetValue(id, out var rule) ? rule : null;

    internal IReadOnlyList<Rule> Of(Category? category) => category is { } c && byCategory.TryGetValue(c, out var rules) ? rules : [];
}

using ReportingService.Core.Labels;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Core.Routing;

/// <summary>A unit told by a rule, always or when one of the conditions holds.</summary>
public sealed record AlsoTold(string Unit, IReadOnlyList<Condition> WhenAny)
{
    public bool Holds(ReportLabels labels) => WhenAny.Count == 0 || WhenAny.Any(c => c.Holds(labels));
}

/// <summary>One rule: for a category, under conditions, the unit that should get it, whom to tell and how soon.</summary>
/// <param name="Category">Null for a step that other rules only reach by <paramref name="Otherwise"/>.</param>
/// <param name="Unit">A unit code, or PS, DVU, RIS, RRTU, BORDER, RPD for the one of the place.</param>
/// <param name="Otherwise">The rule to try when the unit is barred or the place is not known.</param>
public sealed record Rule(
    string Id,
    int Line,
    Category? Category,
    IReadOnlyList<Condition> WhenAny,
    IReadOnlyList<Condition> WhenAll,
    string Unit,
    string? Otherwise,
    IReadOnlyList<AlsoTold> AlsoNotify,
    bool Restricted,
    IReadOnlyList<Condition> RestrictedWhen,
    Urgency Base,
    IReadOnlyList<Condition> High,
    IReadOnlyList<Condition> Urgent)
{
    public bool Unconditional => WhenAny.Count == 0 && WhenAll.Count == 0;

    public bool Matches(ReportLabels labels)
        => (WhenAny.Count == 0 || WhenAny.Any(c => c.Holds(labels))) && WhenAll.All(c => c.Holds(labels));

    public bool IsRestricted(ReportLabels labels) => Restricted || RestrictedWhen.Any(c => c.Holds(labels));

    public Urgency UrgencyOf(ReportLabels labels) => RaisedBy(labels)?.To ?? Base;

    /// <summary>What makes a report more urgent than every report of this rule is: the first condition that holds. Null when none does.</summary>
    public (Urgency To, Condition By)? RaisedBy(ReportLabels labels)
        => Raise(Urgency.Urgent, Urgent, labels) ?? Raise(Urgency.High, High, labels);

    private (Urgency To, Condition By)? Raise(Urgency to, IReadOnlyList<Condition> conditions, ReportLabels labels)
        => Base < to && conditions.FirstOrDefault(c => c.Holds(labels)) is { } by ? (to, by) : null;
}

using ReportingService.Core.Vocabulary;

namespace ReportingService.StaffConsole.WriteRules;

/// <summary>The rules of a text to be read one by one, in the order in which they are asked.</summary>
/// <param name="Text">The text.</param>
/// <param name="InForce">What is in force, to mark what differs; null to mark nothing.</param>
/// <param name="Edit">Address under which each rule has its form; null for readers.</param>
/// <param name="Faulty">The rule that the checks refuse.</param>
public sealed record RuleList(RuleText Text, RuleText? InForce = null, string? Edit = null, int? Faulty = null)
{
    /// <summary>
    /// Categories in the order of the text, with the places of their rules; the steps, which have none, last. For the author also the
    /// categories whose only rule was taken out: there the next one is added.
    /// </summary>
    public IReadOnlyList<RuleGroup> Groups { get; } =
    [
        .. Text.Rules.Select(rule => rule.Category).Union(Edit is null ? [] : Enum.GetValues<Category>().Select(Codes.Of).Append(null)).OrderBy(category => category is null)
            .Select(category => new RuleGroup(category, [.. Enumerable.Range(0, Text.Rules.Count).Where(rule => Text.Rules[rule].Category == category)])),
    ];

    /// <summary>Whether a rule says something else than in force, or stands elsewhere among its category's.</summary>
    public bool IsChanged(int rule)
        => InForce is not null && !Enumerable.Range(0, InForce.Rules.Count).Any(other =>
            InForce.Rules[other].ToText() == Text.Rules[rule].ToText() && InForce.PlaceOf(other) == Text.PlaceOf(rule));
}

/// <summary>The rules of one category, by their places in the text.</summary>
/// <param name="Category">Null for the steps.</param>
/// <param name="Rules">Empty when the last one was taken out.</param>
public sealed record RuleGroup(string? Category, IReadOnlyList<int> Rules);

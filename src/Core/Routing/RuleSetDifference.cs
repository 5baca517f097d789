using System.Globalization;
using ReportingService.Core.Keys;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Core.Routing;

/// <summary>One thing of a rule that differs. Values are codes; empty where there was or is nothing.</summary>
/// <param name="Field">category, place, unit, otherwise, when_any, when_all, told, restricted, restricted_when, urgency, high or urgent.</param>
public sealed record RuleFieldChange(string Field, string Before, string After);

/// <summary>One rule that differs between two versions; <see cref="Before"/> or <see cref="After"/> is null where it does not exist.</summary>
public sealed record RuleChange(string RuleId, Rule? Before, Rule? After, IReadOnlyList<RuleFieldChange> Fields);

/// <summary>What changed between two versions of the rules, for the person who activates them, and who else must agree.</summary>
public static class RuleSetDifference
{
    /// <summary>Stands in place of a rule's id where the fallback differs.</summary>
    public const string Fallback = "(fallback)";

    public static IReadOnlyList<RuleChange> Between(RuleSet before, RuleSet after)
    {
        var changes = new List<RuleChange>();
        foreach (var id in before.Rules.Concat(after.Rules).Select(r => r.Id).Distinct(StringComparer.Ordinal))
        {
            var (old, now) = (before.Find(id), after.Find(id));
            var (oldFields, newFields) = (Fields(before, old), Fields(after, now));
            var fields = newFields.Keys.Union(oldFields.Keys, StringComparer.Ordinal)
                .Select(name => new RuleFieldChange(name, oldFields.GetValueOrDefault(name, ""), newFields.GetValueOrDefault(name, "")))
                .Where(field => field.Before != field.After).ToList();
            if (fields.Count > 0)
            {
                changes.Add(new RuleChange(id, old, now, fields));
            }
        }

        if (before.Fallback.Id != after.Fallback.Id)
        {
            changes.Add(new RuleChange(Fallback, before.Fallback, after.Fallback, [new RuleFieldChange("otherwise", before.Fallback.Id, after.Fallback.Id)]));
        }

        return changes;
    }

    /// <summary>
    /// The bodies that must co-sign: the Inspectorate for whatever touches complaints about police, the helpline for whatever touches its
    /// people. Threat: a change that looks harmless takes something away from them. Every change of a rule that names the body, serves
    /// its category, or stands in one chain of <c>otherwise</c> with such a rule counts, not only those that look like relaxing.
    /// </summary>
    public static IReadOnlyList<KeyDomain> CoSigners(RuleSet before, RuleSet after)
    {
        var changed = Between(before, after);
        return [.. new[] { KeyDomain.Pik, KeyDomain.Helpline }.Where(body =>
            changed.Any(change => change.RuleId == Fallback) || changed.Select(change => change.RuleId).Any(id => Concerns(before, body, id) || Concerns(after, body, id)))];
    }

    private static bool Concerns(RuleSet rules, KeyDomain body, string id)
    {
        var own = rules.Find(id);
        return own is not null && (Chain(rules, own).Any(rule => Names(rule, body))
            || rules.Rules.Where(rule => Names(rule, body)).Any(rule => Chain(rules, rule).Contains(own)));
    }

    private static IEnumerable<Rule> Chain(RuleSet rules, Rule first)
    {
        for (var step = first; step is not null; step = rules.Find(step.Otherwise))
        {
            yield return step;
        }
    }

    private static bool Names(Rule rule, KeyDomain body)
        => (body == KeyDomain.Pik ? rule.Category is Category.PoliceMisconduct : rule.Category is Category.Trafficking or Category.DomesticViolence or Category.ChildExploitation)
            || rule.AlsoNotify.Select(told => told.Unit).Append(rule.Unit).Any(unit => BodyOf(unit) == body);

    /// <summary>Internal investigations read complaints about police, so their rules are the Inspectorate's concern.</summary>
    private static KeyDomain BodyOf(string unit) => DeskDirectory.DomainOf(unit) is var domain && domain == KeyDomain.Internal ? KeyDomain.Pik : domain;

    private static Dictionary<string, string> Fields(RuleSet rules, Rule? rule)
    {
        if (rule is null)
        {
            return [];
        }

        // The first rule of a category that fits decides: its place among them is part of what it says.
        var place = rule.Category is null ? 0 : rules.Of(rule.Category).ToList().IndexOf(rule) + 1;
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["category"] = rule.Category is { } category ? Codes.Of(category) : "",
            ["place"] = place == 0 ? "" : place.ToString(CultureInfo.InvariantCulture),
            ["when_any"] = Join(rule.WhenAny),
            ["when_all"] = Join(rule.WhenAll),
            ["unit"] = rule.Unit,
            ["otherwise"] = rule.Otherwise ?? "",
            ["told"] = string.Join(' ', rule.AlsoNotify.Select(told => told.WhenAny.Count == 0 ? told.Unit : $"{told.Unit}({string.Join(',', told.WhenAny.Select(c => c.Code))})")),
            ["restricted"] = rule.Restricted ? "yes" : "no",
            ["restricted_when"] = Join(rule.RestrictedWhen),
            ["urgency"] = Codes.Of(rule.Base),
            ["high"] = Join(rule.High),
            ["urgent"] = Join(rule.Urgent),
        };
    }

    private static string Join(IReadOnlyList<Condition> conditions) => string.Join(' ', conditions.Select(condition => condition.Code));
}

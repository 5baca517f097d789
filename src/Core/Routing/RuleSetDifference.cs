namespace ReportingService.Core.Routing;

/// <summary>One rule that differs between two versions; null where it does not exist.</summary>
public sealed record RuleChange(string RuleId, string? Before, string? After);

/// <summary>What changed between two versions of the rules, for the person who activates them.</summary>
public static class RuleSetDifference
{
    public static IReadOnlyList<RuleChange> Between(RuleSet before, RuleSet after)
    {
        var changes = new List<RuleChange>();
        foreach (var id in before.Rules.Concat(after.Rules).Select(r => r.Id).Distinct(StringComparer.Ordinal))
        {
            var old = before.Find(id)?.Describe();
            var now = after.Find(id)?.Describe();
            if (old != now)
            {
                changes.Add(new RuleChange(id, old, now));
            }
        }

        if (before.Fallback.Id != after.Fallback.Id)
        {
            changes.Add(new RuleChange("(fallback)", before.Fallback.Id, after.Fallback.Id));
        }

        return changes;
    }

    /// <summary>Whether a change touches the Inspectorate or the helpline and so needs their co-signature.</summary>
    public static bool NeedsCoSignature(IReadOnlyList<RuleChange> changes)
        => changes.Any(c => Touches(c.Before) || Touches(c.After));

    private static bool Touches(string? rule)
        => rule is not null && (rule.Contains("PIK", StringComparison.Ordinal) || rule.Contains("HELPLINE", StringComparison.Ordinal) || rule.Contains("police_misconduct", StringComparison.Ordinal));
}

using ReportingService.Core.Routing;

namespace ReportingService.StaffConsole.WriteRules;

/// <summary>Which field of a rule's form is meant: by a member of the text, or by a fault in it.</summary>
public static class RuleFields
{
    private static readonly Dictionary<string, string> Members = new(StringComparer.Ordinal)
    {
        ["id"] = "id",
        ["category"] = "category",
        ["whenAny"] = "when_any",
        ["whenAll"] = "when_all",
        ["unit"] = "unit",
        ["otherwise"] = "otherwise",
        ["alsoNotify"] = "told",
        ["restricted"] = "restricted",
        ["restrictedWhen"] = "restricted_when",
        ["urgency"] = "urgency",
        ["base"] = "urgency",
        ["high"] = "high",
        ["urgent"] = "urgent",
    };

    /// <summary>The field's code for <c>staff.rules.field.*</c>; null for what the form has no field for.</summary>
    public static string? NameOf(string member) => Members.GetValueOrDefault(member);

    /// <summary>The field to put right; null when it is none of this rule's.</summary>
    public static string? Of(RuleSetException fault, RuleForm rule)
    {
        var named = fault.Arguments is [var first, ..] ? first : "";
        return fault.Code switch
        {
            "rule_twice" => "id",
            "category_unknown" or "category_open" => "category",
            "overlap" => "place",
            "urgency_unknown" => "urgency",
            "cycle" or "goes_nowhere" => "otherwise",
            "fallback_place" => "unit",
            "unit_unknown" or "unit_ended" => (rule.Unit ?? "") == named ? "unit" : "told",
            "condition_unknown" => Lists(rule).FirstOrDefault(list => list.Codes.Contains(named)).Field ?? "told",
            "member_missing" or "text_wanted" or "list_wanted" or "name_wanted" => NameOf(named),
            _ => null,
        };
    }

    private static IEnumerable<(string Field, List<string> Codes)> Lists(RuleForm rule) =>
    [
        ("when_any", rule.WhenAny), ("when_all", rule.WhenAll), ("restricted_when", rule.RestrictedWhen), ("high", rule.High), ("urgent", rule.Urgent),
    ];
}

using ReportingService.Core.Keys;
using ReportingService.Core.Routing;
using ReportingService.StaffConsole.Layout;
using ReportingService.Web.Languages;

namespace ReportingService.StaffConsole.WriteRules;

/// <summary>Rules and what is wrong with them in the reader's words. Where a code stands, its name stands beside it.</summary>
public sealed class RuleWords(Texts texts, Names names)
{
    /// <summary>Why a text is refused, without the line.</summary>
    public string Fault(RuleSetException fault)
    {
        var words = texts["staff.rules.fault." + fault.Code];
        for (var i = 0; i < fault.Arguments.Count; i++)
        {
            words = words.Replace($"{{{i + 1}}}", Argument(fault.Code, fault.Arguments[i]), StringComparison.Ordinal);
        }

        return words;
    }

    /// <summary>A value of a rule as <see cref="RuleSetDifference"/> names it.</summary>
    public string Value(string field, string value)
    {
        if (value.Length == 0)
        {
            return texts["staff.rules.nothing"];
        }

        return field switch
        {
            "unit" => Unit(value),
            "category" => Category(value),
            "urgency" => names.Word("urgency", value),
            "restricted" => texts["staff.rules.value." + value],
            "told" => string.Join("; ", value.Split(' ').Select(Told)),
            "when_any" or "when_all" or "restricted_when" or "high" or "urgent" => Conditions(value.Split(' ')),
            _ => value,
        };
    }

    /// <summary>A body that must agree.</summary>
    public string Body(KeyDomain body) => names.Desk(Sealing.RuleChain.DeskOf(body));

    /// <summary>A unit's name with its code.</summary>
    public string Unit(string? code) => string.IsNullOrEmpty(code) ? texts["staff.rules.nothing"] : Named(UnitName(code), code);

    /// <summary>A unit's name; for one of the place, what it is there.</summary>
    public string UnitName(string code) => texts.Has("staff.rules.place." + code) ? texts["staff.rules.place." + code] : names.Desk(code);

    /// <summary>A category's name; what is no category stands as it was written.</summary>
    public string Category(string code) => texts.Has("staff.category." + code) ? texts["staff.category." + code] : code;

    /// <summary>An urgency's name; what is none stands as it was written.</summary>
    public string Urgency(string? code) => code is null ? texts["staff.rules.nothing"] : texts.Has("staff.urgency." + code) ? texts["staff.urgency." + code] : code;

    /// <summary>Flags and signs by name, in their order.</summary>
    public string Conditions(IEnumerable<string> codes) => string.Join(", ", codes.Select(Condition));

    /// <summary>A flag's or a sign's name; what is neither stands as it was written.</summary>
    public string Condition(string code) => names.Condition(code) ?? code;

    /// <summary>A unit that is told, with its conditions.</summary>
    public string Told(string unit, IReadOnlyList<string> conditions)
        => conditions.Count == 0 ? Unit(unit) : $"{Unit(unit)}, {texts["staff.rules.list.anyof", ("conditions", Conditions(conditions))]}";

    private string Told(string told)
        => told.Split('(') is [var unit, var conditions] ? Told(unit, conditions.TrimEnd(')').Split(',')) : Unit(told);

    private string Argument(string fault, string code) => fault switch
    {
        "category_open" => Category(code),
        "unit_ended" => Unit(code),
        "member_missing" or "text_wanted" or "list_wanted" or "name_wanted" when RuleFields.NameOf(code) is { } field => Named(texts["staff.rules.field." + field], code),
        _ => code,
    };

    private static string Named(string name, string code) => $"{name} ({code})";
}

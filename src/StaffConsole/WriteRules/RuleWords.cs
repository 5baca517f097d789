using ReportingService.Core.Keys;
using ReportingService.Core.Routing;
using ReportingService.StaffConsole.Layout;
using ReportingService.Web.Languages;

namespace ReportingService.StaffConsole.WriteRules;

/// <summary>Rules and what is wrong with them in the reader's words.</summary>
public sealed class RuleWords(Texts texts, Names names)
{
    /// <summary>Why a text is refused, without the line.</summary>
    public string Fault(RuleSetException fault)
    {
        var words = texts["staff.rules.fault." + fault.Code];
        for (var i = 0; i < fault.Arguments.Count; i++)
        {
            words = words.Replace($"{{{i + 1}}}", fault.Arguments[i], StringComparison.Ordinal);
        }

        return words;
    }

    /// <summary>A value of a rule: units, categories, urgencies and flags by their names, everything else as its code.</summary>
    public string Value(string field, string value)
    {
        if (value.Length == 0)
        {
            return texts["staff.rules.nothing"];
        }

        return field switch
        {
            "unit" => Unit(value),
            "category" => names.Word("category", value),
            "urgency" => names.Word("urgency", value),
            "restricted" => texts["staff.rules.value." + value],
            "told" => string.Join("; ", value.Split(' ').Select(Told)),
            "when_any" or "when_all" or "restricted_when" or "high" or "urgent" => string.Join(", ", value.Split(' ').Select(Condition)),
            _ => value,
        };
    }

    /// <summary>A body that must agree.</summary>
    public string Body(KeyDomain body) => names.Desk(Sealing.RuleChain.DeskOf(body));

    private string Unit(string code) => texts.Has("staff.rules.place." + code) ? texts["staff.rules.place." + code] : names.Desk(code);

    private string Told(string told)
        => told.Split('(') is [var unit, var conditions] ? $"{Unit(unit)} ({string.Join(", ", conditions.TrimEnd(')').Split(',').Select(Condition))})" : Unit(told);

    private string Condition(string code) => texts.Has("staff.flag." + code) ? texts["staff.flag." + code] : code.Replace('_', ' ');
}

using System.Globalization;
using System.Text.Json;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Core.Routing;

/// <summary>Reads and checks a rules file. Every fault names its line.</summary>
internal static class RuleSetReader
{
    private const int LongestName = 60;
    private static readonly HashSet<string> RuleMembers =
        ["id", "category", "whenAny", "whenAll", "unit", "otherwise", "alsoNotify", "restricted", "restrictedWhen", "urgency", "note"];

    public static RuleSet Read(Stream json, DeskDirectory desks)
    {
        var root = LocatedJson.Parse(json);
        if (root.Kind != JsonTokenType.StartObject)
        {
            throw root.Fault("one_object");
        }

        Only(root, ["$schema", "version", "fallback", "rules", "note"]);
        var version = Name(root, "version");
        var list = Member(root, "rules");
        var rules = list.Items.Select(node => ReadRule(node, desks)).ToList();
        if (rules.Count == 0)
        {
            throw list.Fault("no_rule");
        }

        var ids = new Dictionary<string, Rule>(StringComparer.Ordinal);
        foreach (var rule in rules)
        {
            if (!ids.TryAdd(rule.Id, rule))
            {
                throw new RuleSetException(rule.Line, "rule_twice", rule.Id, Number(ids[rule.Id].Line));
            }
        }

        var fallback = Text(root, "fallback");
        if (!ids.TryGetValue(fallback, out var last))
        {
            throw Member(root, "fallback").Fault("fallback_unknown", fallback);
        }

        if (RuleSet.OfThePlace.Contains(last.Unit))
        {
            throw new RuleSetException(last.Line, "fallback_place");
        }

        CheckOtherwise(rules, ids);
        CheckCategories(rules, list);
        return new RuleSet(version, rules, fallback);
    }

    private static Rule ReadRule(LocatedJson node, DeskDirectory desks)
    {
        if (node.Kind != JsonTokenType.StartObject)
        {
            throw node.Fault("rule_object");
        }

        Only(node, RuleMembers);
        Category? category = null;
        if (node.Members.TryGetValue("category", out var named))
        {
            category = Codes.TryParse<Category>(named.Text, out var known) ? known : throw named.Fault("category_unknown", named.Text ?? "");
        }

        var urgency = Member(node, "urgency");
        Only(urgency, ["base", "high", "urgent"]);
        var lowest = Member(urgency, "base");
        return new Rule(
            Name(node, "id"), node.Line, category, Conditions(node, "whenAny"), Conditions(node, "whenAll"),
            Unit(Member(node, "unit"), desks), node.Members.TryGetValue("otherwise", out var next) ? next.Text : null,
            AlsoNotify(node, desks), node.Members.TryGetValue("restricted", out var yes) && yes.Kind == JsonTokenType.True,
            Conditions(node, "restrictedWhen"),
            Codes.TryParse<Urgency>(lowest.Text, out var level) ? level : throw lowest.Fault("urgency_unknown", lowest.Text ?? ""),
            Conditions(urgency, "high"), Conditions(urgency, "urgent"));
    }

    private static List<AlsoTold> AlsoNotify(LocatedJson node, DeskDirectory desks)
    {
        var told = new List<AlsoTold>();
        if (node.Members.TryGetValue("alsoNotify", out var list))
        {
            foreach (var item in list.Items)
            {
                if (item.Kind == JsonTokenType.StartObject)
                {
                    Only(item, ["unit", "whenAny"]);
                    told.Add(new AlsoTold(Unit(Member(item, "unit"), desks), Conditions(item, "whenAny")));
                }
                else
                {
                    told.Add(new AlsoTold(Unit(item, desks), []));
                }
            }
        }

        return told;
    }

    private static string Unit(LocatedJson node, DeskDirectory desks)
        => node.Text is { } code && (RuleSet.OfThePlace.Contains(code) || desks.Find(code) is not null) ? code : throw node.Fault("unit_unknown", node.Text ?? "");

    private static List<Condition> Conditions(LocatedJson node, string name)
    {
        if (!node.Members.TryGetValue(name, out var list))
        {
            return [];
        }

        if (list.Kind != JsonTokenType.StartArray)
        {
            throw list.Fault("list_wanted", name);
        }

        return [.. list.Items.Select(i => i.Text is { } code && Condition.IsKnown(code) ? new Condition(code) : throw i.Fault("condition_unknown", i.Text ?? ""))];
    }

    private static void CheckOtherwise(List<Rule> rules, Dictionary<string, Rule> ids)
    {
        foreach (var rule in rules)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (var step = rule; step.Otherwise is { } next;)
            {
                if (!seen.Add(step.Id))
                {
                    throw new RuleSetException(rule.Line, "cycle", rule.Id, $"{string.Join(" -> ", seen)} -> {step.Id}");
                }

                step = ids.TryGetValue(next, out var found)
                    ? found
                    : throw new RuleSetException(step.Line, "goes_nowhere", step.Id, next);
            }
        }
    }

    private static void CheckCategories(List<Rule> rules, LocatedJson list)
    {
        foreach (var category in Enum.GetValues<Category>())
        {
            var own = rules.Where(r => r.Category == category).ToList();
            if (own.Count == 0 || !own[^1].Unconditional)
            {
                throw new RuleSetException(own.Count == 0 ? list.Line : own[^1].Line, "category_open", Codes.Of(category));
            }

            for (var later = 1; later < own.Count; later++)
            {
                // An earlier rule that asks no more than a later one takes everything the later one could.
                var shadow = own.Take(later).FirstOrDefault(earlier => Covers(earlier, own[later]));
                if (shadow is not null)
                {
                    throw new RuleSetException(own[later].Line, "overlap", own[later].Id, shadow.Id, Number(shadow.Line));
                }
            }
        }
    }

    private static bool Covers(Rule earlier, Rule later)
        => earlier.WhenAll.All(later.WhenAll.Contains)
           && (earlier.WhenAny.Count == 0 || (later.WhenAny.Count > 0 && later.WhenAny.All(earlier.WhenAny.Contains)) || earlier.WhenAny.Any(later.WhenAll.Contains));

    private static void Only(LocatedJson node, IReadOnlyCollection<string> names)
    {
        foreach (var (name, value) in node.Members)
        {
            if (!names.Contains(name))
            {
                throw value.Fault("member_unknown", name);
            }
        }
    }

    private static LocatedJson Member(LocatedJson node, string name)
        => node.Members.TryGetValue(name, out var found) ? found : throw node.Fault("member_missing", name);

    private static string Text(LocatedJson node, string name)
    {
        var member = Member(node, name);
        return member.Kind == JsonTokenType.String && member.Text is { Length: > 0 } text ? text : throw member.Fault("text_wanted", name);
    }

    /// <summary>Names stand in reasons, parted by spaces, and in columns of a limited length.</summary>
    private static string Name(LocatedJson node, string name)
        => Text(node, name) is { Length: <= LongestName } text && text.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '.' or '-' or '_')
            ? text
            : throw Member(node, name).Fault("name_wanted", name, Number(LongestName));

    private static string Number(int line) => line.ToString(CultureInfo.InvariantCulture);
}

using System.Text.Json;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Core.Routing;

/// <summary>Reads and checks a rules file. Every fault names its line.</summary>
internal static class RuleSetReader
{
    private static readonly HashSet<string> OfThePlace = ["PS", "DVU", "RIS", "RRTU", "BORDER", "RPD", "SWC"];
    private static readonly HashSet<string> RuleMembers =
        ["id", "category", "whenAny", "whenAll", "unit", "otherwise", "alsoNotify", "restricted", "restrictedWhen", "urgency", "note"];

    public static RuleSet Read(Stream json, DeskDirectory desks)
    {
        var root = LocatedJson.Parse(json);
        if (root.Kind != JsonTokenType.StartObject)
        {
            throw root.Fault("the rules are one object");
        }

        Only(root, ["$schema", "version", "fallback", "rules", "note"]);
        var version = Text(root, "version");
        var list = Member(root, "rules");
        var rules = list.Items.Select(node => ReadRule(node, desks)).ToList();
        if (rules.Count == 0)
        {
            throw list.Fault("there is no rule");
        }

        var ids = new Dictionary<string, Rule>(StringComparer.Ordinal);
        foreach (var rule in rules)
        {
            if (!ids.TryAdd(rule.Id, rule))
            {
                throw new RuleSetException(rule.Line, $"the rule '{rule.Id}' stands already on line {ids[rule.Id].Line}");
            }
        }

        var fallback = Text(root, "fallback");
        if (!ids.TryGetValue(fallback, out var last))
        {
            throw Member(root, "fallback").Fault($"the fallback '{fallback}' is not a rule");
        }

        if (OfThePlace.Contains(last.Unit))
        {
            throw new RuleSetException(last.Line, "the fallback needs a unit that exists without a place");
        }

        CheckOtherwise(rules, ids);
        CheckCategories(rules, list);
        return new RuleSet(version, rules, fallback);
    }

    private static Rule ReadRule(LocatedJson node, DeskDirectory desks)
    {
        if (node.Kind != JsonTokenType.StartObject)
        {
            throw node.Fault("a rule is an object");
        }

        Only(node, RuleMembers);
        Category? category = null;
        if (node.Members.TryGetValue("category", out var named))
        {
            category = Codes.TryParse<Category>(named.Text, out var known) ? known : throw named.Fault($"'{named.Text}' is not a category");
        }

        var urgency = Member(node, "urgency");
        Only(urgency, ["base", "high", "urgent"]);
        var lowest = Member(urgency, "base");
        return new Rule(
            Text(node, "id"), node.Line, category, Conditions(node, "whenAny"), Conditions(node, "whenAll"),
            Unit(Member(node, "unit"), desks), node.Members.TryGetValue("otherwise", out var next) ? next.Text : null,
            AlsoNotify(node, desks), node.Members.TryGetValue("restricted", out var yes) && yes.Kind == JsonTokenType.True,
            Conditions(node, "restrictedWhen"),
            Codes.TryParse<Urgency>(lowest.Text, out var level) ? level : throw lowest.Fault($"'{lowest.Text}' is not an urgency"),
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
        => node.Text is { } code && (OfThePlace.Contains(code) || desks.Find(code) is not null) ? code : throw node.Fault($"'{node.Text}' is not a unit");

    private static List<Condition> Conditions(LocatedJson node, string name)
    {
        if (!node.Members.TryGetValue(name, out var list))
        {
            return [];
        }

        if (list.Kind != JsonTokenType.StartArray)
        {
            throw list.Fault($"'{name}' is a list");
        }

        return [.. list.Items.Select(i => i.Text is { } code && Condition.IsKnown(code) ? new Condition(code) : throw i.Fault($"'{i.Text}' is neither a flag nor a sign"))];
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
                    throw new RuleSetException(rule.Line, $"'{rule.Id}' comes round in a cycle: {string.Join(" -> ", seen)} -> {step.Id}");
                }

                step = ids.TryGetValue(next, out var found)
                    ? found
                    : throw new RuleSetException(step.Line, $"'{step.Id}' goes on to '{next}', which is not a rule");
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
                throw new RuleSetException(own.Count == 0 ? list.Line : own[^1].Line, $"the category '{Codes.Of(category)}' has no rule without conditions at its end");
            }

            for (var later = 1; later < own.Count; later++)
            {
                // An earlier rule that asks no more than a later one takes everything the later one could.
                var shadow = own.Take(later).FirstOrDefault(earlier => Covers(earlier, own[later]));
                if (shadow is not null)
                {
                    throw new RuleSetException(own[later].Line, $"'{own[later].Id}' overlaps '{shadow.Id}' on line {shadow.Line} and can never decide");
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
                throw value.Fault($"'{name}' is not known here");
            }
        }
    }

    private static LocatedJson Member(LocatedJson node, string name)
        => node.Members.TryGetValue(name, out var found) ? found : throw node.Fault($"'{name}' is missing");

    private static string Text(LocatedJson node, string name)
    {
        var member = Member(node, name);
        return member.Kind == JsonTokenType.String && member.Text is { Length: > 0 } text ? text : throw member.Fault($"'{name}' is a text");
    }
}

namespace ReportingService.Core.Routing;

/// <summary>Everything that a rules file is refused for, with the words of the log. Pages say it in the reader's language by the same codes.</summary>
public static class RuleFaults
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["not_json"] = "this is not JSON here",
        ["after_end"] = "there is something after the end",
        ["twice"] = "'{1}' stands here twice",
        ["one_object"] = "the rules are one object",
        ["no_rule"] = "there is no rule",
        ["rule_twice"] = "the rule '{1}' stands already on line {2}",
        ["fallback_unknown"] = "the fallback '{1}' is not a rule",
        ["fallback_place"] = "the fallback needs a unit that exists without a place",
        ["rule_object"] = "a rule is an object",
        ["category_unknown"] = "'{1}' is not a category",
        ["urgency_unknown"] = "'{1}' is not an urgency",
        ["unit_unknown"] = "'{1}' is not a unit",
        ["unit_ended"] = "the unit '{1}' has ended; '{2}' has its work now",
        ["list_wanted"] = "'{1}' is a list",
        ["condition_unknown"] = "'{1}' is neither a flag nor a sign",
        ["cycle"] = "'{1}' comes round in a cycle: {2}",
        ["goes_nowhere"] = "'{1}' goes on to '{2}', which is not a rule",
        ["category_open"] = "the category '{1}' has no rule without conditions at its end",
        ["overlap"] = "'{1}' overlaps '{2}' on line {3} and can never decide",
        ["member_unknown"] = "'{1}' is not known here",
        ["member_missing"] = "'{1}' is missing",
        ["text_wanted"] = "'{1}' is a text",
        ["name_wanted"] = "'{1}' has 1 to {2} characters: letters, digits, dots, dashes",
        ["invisible"] = "there is a sign here that is not seen",
        ["too_large"] = "the rules are longer than {1} characters",
    };

    /// <summary>The codes.</summary>
    public static IReadOnlyCollection<string> All => Words.Keys;

    internal static string Say(string code, IReadOnlyList<string> arguments)
    {
        var words = Words[code];
        for (var i = 0; i < arguments.Count; i++)
        {
            words = words.Replace($"{{{i + 1}}}", arguments[i], StringComparison.Ordinal);
        }

        return words;
    }
}

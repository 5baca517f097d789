using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.StaffConsole.MakeAccounts;
using ReportingService.Web.Languages;

namespace ReportingService.StaffConsole.WriteRules;

/// <summary>What the form of a rule offers: closed lists, by the reader's names and alphabet.</summary>
public sealed class RuleChoices(RuleWords words, DeskGroups desks, Texts texts)
{
    /// <summary>Every condition: what is chosen first, as it is written, then all others. What is chosen and unknown stands there too, to be taken out.</summary>
    public IReadOnlyList<string> Conditions(IReadOnlyList<string> chosen)
        => [.. chosen, .. Condition.All.Except(chosen, StringComparer.Ordinal).OrderBy(words.Condition, Alphabet.Of(texts.Language.Tag))];

    /// <summary>Every unit that a rule may name: those of the place first, then all desks in groups.</summary>
    public IReadOnlyList<DeskGroup> Units()
        => [
            new DeskGroup(texts["staff.rules.units.place"], [.. RuleSet.OfThePlace.OrderBy(words.UnitName, Alphabet.Of(texts.Language.Tag))]),
            .. desks.Find(null, []),
        ];

    /// <summary>Categories by name.</summary>
    public IReadOnlyList<string> Categories() => [.. Enum.GetValues<Category>().Select(Codes.Of).OrderBy(code => texts["staff.category." + code], Alphabet.Of(texts.Language.Tag))];
}

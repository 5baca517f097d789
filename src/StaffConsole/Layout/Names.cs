using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.Web.Languages;

namespace ReportingService.StaffConsole.Layout;

/// <summary>Names of desks, places and closed sets in the reader's language.</summary>
public sealed class Names(Texts texts, RoutingData routing)
{
    /// <summary>In place of the reason of a municipality that nobody chose.</summary>
    public const string PlaceRead = "place.read";

    /// <summary>The name of a desk; its code when the directory no longer has it.</summary>
    public string Desk(string? code)
        => routing.Desks.Find(code) is { } desk ? texts.NameOf(desk.NameSq, desk.NameSr, desk.NameEn) : code ?? texts["staff.none"];

    /// <summary>A unit as exclusions and reasons name it: a desk, all local police, a kind of unit without a place, or a region.</summary>
    public string Unit(string code)
        => code == Exclusion.LocalPolice ? texts["staff.unit.local"]
            : routing.Desks.Find(code) is not null ? Desk(code)
            : texts.Has("staff.rules.unit." + code) ? texts["staff.rules.unit." + code]
            : routing.Desks.Find("RPD_" + code) is not null ? Region(code)
            : code;

    /// <summary>The name of a police region.</summary>
    public string Region(string region) => Desk("RPD_" + region).Split(',')[^1].Trim();

    /// <summary>The name of a municipality.</summary>
    public string Municipality(string? slug) => routing.Municipalities.Find(slug)?.NameIn(texts.Language.Tag) ?? slug ?? "";

    /// <summary>The name that a patrol sector had on a day; its code when the directory does not have it for that day.</summary>
    public string Sector(string code, DateTimeOffset when)
        => routing.Sectors.Find(code, CoarseTime.Day(when)) is { } sector ? texts.NameOf(sector.NameSq, sector.NameSr, sector.NameEn) : code;

    /// <summary>The word for a member of a closed set: key <c>staff.set.code</c>.</summary>
    public string Word<T>(string set, T value)
        where T : struct, Enum
        => Word(set, Codes.Of(value));

    /// <summary>The word for a code of a closed set.</summary>
    public string Word(string set, string code) => texts[$"staff.{set}.{code}"];

    /// <summary>A reason of a routing decision, or of a later move, in words.</summary>
    public string Reason(string reason)
    {
        var parts = reason.Split(' ');
        if (parts.Length == 3 && parts[0].StartsWith("moved.", StringComparison.Ordinal))
        {
            return texts["staff.moved", ("from", Desk(parts[1])), ("to", Desk(parts[2])), ("why", texts["staff." + parts[0]])];
        }

        if (parts is [PlaceRead, var place])
        {
            return texts["staff.report.place.read", ("place", Municipality(place))];
        }

        // Reasons are parted by spaces; the words put in for codes keep theirs as hard ones.
        var said = string.Join(' ', parts.Select((part, place) => place == 0 ? part : Said(parts[0], part, place).Replace(' ', '\u00a0')));
        var words = routing.Reasons.Say(said, texts.Language.IsSerbian ? "sr" : texts.Language.Tag).Replace('\u00a0', ' ');
        return texts.Language == SiteLanguage.SrCyrl ? texts.NameOf(words, words, words) : words;
    }

    /// <summary>Whether a reason says something that the page does not show beside it anyway: the rule and the excluded units stand on their own.</summary>
    public static bool SaysMore(string reason)
        => !reason.StartsWith("rule ", StringComparison.Ordinal) && !reason.StartsWith("excluded ", StringComparison.Ordinal);

    /// <summary>The name of a flag or a sign, whatever rules can ask; null for what is neither.</summary>
    public string? Condition(string code)
        => texts.Has("staff.flag." + code) ? texts["staff.flag." + code] : texts.Has("staff.sign." + code) ? texts["staff.sign." + code] : null;

    /// <summary>
    /// What a rule in force is about, to stand beside its own name: its category, or the unit of a step. Empty for one that is no longer in force.
    /// </summary>
    public string Rule(string id)
        => routing.Rules.Find(id) is not { } rule ? "" : rule.Category is { } category ? Word("category", category)
            : texts.Has("staff.rules.place." + rule.Unit) ? texts["staff.rules.place." + rule.Unit] : Desk(rule.Unit);

    /// <summary>What a contradiction is about comes first, and is no code of any other set.</summary>
    private string Said(string reason, string argument, int place)
        => reason == "contradiction" && place == 1 && texts.Has("staff.contradiction." + argument) ? texts["staff.contradiction." + argument] : Argument(argument);

    private string Argument(string code)
        => Condition(code) is { } condition ? condition
            : texts.Has("staff.category." + code) ? texts["staff.category." + code]
            : routing.Municipalities.Find(code) is not null ? Municipality(code)
            : Unit(code);

    /// <summary>The eight digits by which people speak of a report.</summary>
    public static string Short(Guid report) => report.ToString("N")[..4].ToUpperInvariant() + " " + report.ToString("N")[4..8].ToUpperInvariant();
}

using System.Globalization;
using System.Text;
using ReportingService.Core.Keys;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.StaffConsole.Layout;
using ReportingService.Web.Languages;

namespace ReportingService.StaffConsole.MakeAccounts;

/// <summary>Desks under one heading.</summary>
public sealed record DeskGroup(string Heading, IReadOnlyList<string> Desks);

/// <summary>About a hundred desks, as an administrator looks for them: what is chosen first, then the central ones, then region by region.</summary>
public sealed class DeskGroups(RoutingData routing, Names names, Texts texts)
{
    /// <summary>Desks that fit the words; chosen ones always, so that looking for another never loses one.</summary>
    public IReadOnlyList<DeskGroup> Find(string? words, IEnumerable<string> chosen)
    {
        var taken = routing.Desks.All.Where(desk => !desk.External && chosen.Contains(desk.Code)).ToList();
        var found = routing.Desks.All.Where(desk => !desk.External && !taken.Contains(desk) && Fits(desk, words)).ToList();
        var groups = new List<DeskGroup> { Group(texts["staff.accounts.desks.chosen"], taken) };
        groups.Add(Group(texts["staff.accounts.desks.bodies"], found.Where(desk => desk.Domain != KeyDomain.Police)));
        groups.Add(Group(texts["staff.accounts.desks.central"], found.Where(desk => desk.Domain == KeyDomain.Police && desk.Region is null)));
        groups.AddRange(found.Where(desk => desk.Region is not null).GroupBy(desk => names.Region(desk.Region!), StringComparer.Ordinal)
            .OrderBy(group => group.Key, Alphabet.Of(texts.Language.Tag)).Select(group => Group(group.Key, group)));
        return [.. groups.Where(group => group.Desks.Count > 0)];
    }

    /// <summary>Every word stands in the code or in a name in some language; accents and case do not matter.</summary>
    private static bool Fits(Desk desk, string? words)
    {
        var where = Fold($"{desk.Code} {desk.Code.Replace('_', ' ')} {desk.NameSq} {desk.NameSr} {desk.NameEn}");
        return Fold(words ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => where.Contains(word, StringComparison.Ordinal));
    }

    private static string Fold(string text)
        => string.Concat(text.ToLowerInvariant().Replace('đ', 'd').Replace('\uFFFE', ' ').Normalize(NormalizationForm.FormD).EnumerateRunes()
            .Where(rune => Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark));

    private DeskGroup Group(string heading, IEnumerable<Desk> desks)
        => new(heading, [.. desks.Select(desk => desk.Code).OrderBy(names.Desk, Alphabet.Of(texts.Language.Tag))]);
}

using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Web.Languages;

namespace ReportingService.StaffConsole.Layout;

/// <summary>About a hundred desks in a list, so that the one that is looked for stands near its top; each group by the alphabet of the reader.</summary>
public sealed class DeskOrder(RoutingData routing, Names names, Texts texts)
{
    /// <summary>Sorts <paramref name="desks"/>; <paramref name="own"/> are the desks whose regions come first.</summary>
    public IReadOnlyList<string> Sort(IEnumerable<string> desks, IEnumerable<string> own)
    {
        var regions = own.Select(desk => routing.Desks.Find(desk)?.Region).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return [.. desks.OrderBy(desk => routing.Desks.Find(desk)?.Region is not { } region || !regions.Contains(region)).ThenBy(names.Desk, Alphabet.Of(texts.Language.Tag))];
    }

    /// <summary>
    /// Sorts for one report: the desks told of it, those of its place, those that work on its category, then all others in groups. Trafficking
    /// belongs to one directorate wherever it happens: that comes before the place.
    /// </summary>
    public IReadOnlyList<OfferedDesks> GroupFor(IEnumerable<string> desks, RoutingDecision? decision, string? municipality, string? region)
    {
        var left = desks.Select(routing.Desks.Find).OfType<Desk>().ToList();
        var place = routing.Municipalities.Find(municipality)?.Region ?? region;
        var units = routing.Rules.Rules.Where(rule => rule.Category is not null && rule.Category == decision?.Category).Select(rule => rule.Unit).ToHashSet(StringComparer.Ordinal);
        List<OfferedDesks> groups = [];

        void Take(string heading, Func<Desk, bool> fits)
        {
            var taken = left.Where(fits).ToList();
            left = [.. left.Except(taken)];
            groups.Add(new OfferedDesks(heading, [.. taken.Select(desk => desk.Code).OrderBy(names.Desk, Alphabet.Of(texts.Language.Tag))]));
        }

        void TakeFitting() => Take(texts["staff.choose.category"], desk => units.Contains(desk.Unit) && (desk.Region is null || desk.Region == place));

        Take(texts["staff.choose.told"], desk => decision?.AlsoNotify.Contains(desk.Code) == true);
        if (decision?.Category == Category.Trafficking)
        {
            TakeFitting();
        }

        if (municipality is not null)
        {
            Take(names.Municipality(municipality), desk => desk.Municipality == municipality);
        }

        if (place is not null)
        {
            Take(texts["staff.choose.region", ("region", names.Region(place))], desk => desk.Region == place);
        }

        TakeFitting();
        Take(texts["staff.accounts.desks.central"], desk => desk.Region is null);
        foreach (var other in left.Select(desk => desk.Region!).Distinct(StringComparer.Ordinal).OrderBy(names.Region, Alphabet.Of(texts.Language.Tag)).ToList())
        {
            Take(texts["staff.choose.region", ("region", names.Region(other))], desk => desk.Region == other);
        }

        return [.. groups.Where(group => group.Desks.Count > 0)];
    }
}

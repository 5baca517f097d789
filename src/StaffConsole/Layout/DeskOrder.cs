using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Web.Languages;

namespace ReportingService.StaffConsole.Layout;

/// <summary>About a hundred desks in a list: those of the reader's own region first, then all others, each by the alphabet of the reader.</summary>
public sealed class DeskOrder(RoutingData routing, Names names, Texts texts)
{
    /// <summary>Sorts <paramref name="desks"/>; <paramref name="own"/> are the desks whose regions come first.</summary>
    public IReadOnlyList<string> Sort(IEnumerable<string> desks, IEnumerable<string> own)
    {
        var regions = own.Select(desk => routing.Desks.Find(desk)?.Region).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return [.. desks.OrderBy(desk => routing.Desks.Find(desk)?.Region is not { } region || !regions.Contains(region)).ThenBy(names.Desk, Alphabet.Of(texts.Language.Tag))];
    }
    /// <summary>Sorts by where something happened: the desks of its municipality, those of its region, all others.</summary>
    public IReadOnlyList<string> SortFor(IEnumerable<string> desks, string? municipality, string? region)
    {
        var place = routing.Municipalities.Find(municipality)?.Region ?? region;
        return [.. desks.OrderBy(code => routing.Desks.Find(code) is not { } desk ? 2
            : municipality is not null && desk.Municipality == municipality ? 0
            : place is not null && desk.Region == place ? 1 : 2).ThenBy(names.Desk, Alphabet.Of(texts.Language.Tag))];
    }
}

using ReportingService.Core.Places;

namespace ReportingService.Core.Routing;

/// <summary>
/// A patrol sector of a station as it was between two days. A code that is drawn anew has a row for each time; reports keep the code, and
/// what it meant on their day stays in the file.
/// </summary>
/// <param name="Municipality">That of the station: the sector of a report is looked for nowhere else.</param>
/// <param name="From">First day; null: always was.</param>
/// <param name="Until">Last day; null: no end is known.</param>
/// <param name="Settlements">Names of settlements of the municipality, with their lines in the file.</param>
/// <param name="Outline">Rings; a point is inside when an odd number of them is around it.</param>
/// <param name="Line">Where it begins in the file.</param>
public sealed record Sector(
    string Code,
    string NameSq,
    string NameSr,
    string NameEn,
    string Station,
    string Municipality,
    DateOnly? From,
    DateOnly? Until,
    IReadOnlyList<(string Name, int Line)> Settlements,
    IReadOnlyList<IReadOnlyList<GeoPoint>> Outline,
    int Line)
{
    /// <summary>Whether it is in force on a day.</summary>
    public bool Serves(DateOnly day) => (From is not { } from || day >= from) && (Until is not { } until || day <= until);

    /// <summary>Whether there is a day on which both are in force.</summary>
    public bool Meets(Sector other)
        => (Until is not { } until || other.From is not { } begins || begins <= until) && (other.Until is not { } ends || From is not { } from || from <= ends);
}

using ReportingService.Core.Keys;

namespace ReportingService.Core.Routing;

/// <summary>A desk: the instance of a unit that holds a key.</summary>
/// <param name="Code">For example <c>DVU_GJILAN</c>.</param>
/// <param name="Unit">The base code: <c>DVU</c>; for stations and regional desks equal to the code.</param>
/// <param name="External">A body outside the police without a key here: only ever suggested as a referral.</param>
/// <param name="From">First day it takes reports; null: always had.</param>
/// <param name="Until">Last day it takes reports; null: no end is known. Its name and its open reports stay.</param>
/// <param name="Successor">Who has its work after that day; null: the nearest desk above.</param>
/// <param name="Nearest">Desks of the same domain that hold a report while this one has no reader, nearest first.</param>
public sealed record Desk(
    string Code,
    string Unit,
    KeyDomain Domain,
    string NameSq,
    string NameSr,
    string NameEn,
    string? Municipality,
    string? Region,
    bool External,
    IReadOnlyList<string> Nearest,
    DateOnly? From = null,
    DateOnly? Until = null,
    string? Successor = null)
{
    /// <summary>Whether it takes reports on a day.</summary>
    public bool Serves(DateOnly day) => (From is not { } from || day >= from) && (Until is not { } until || day <= until);

    /// <summary>The name in sq, sr (Latin; Cyrillic is derived by transliteration) or en.</summary>
    public string NameIn(string language) => language switch
    {
        "sq" => NameSq,
        "en" => NameEn,
        _ when language.StartsWith("sr", StringComparison.Ordinal) => NameSr,
        _ => NameEn,
    };
}

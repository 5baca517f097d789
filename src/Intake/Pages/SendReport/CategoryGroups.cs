using ReportingService.Core.Vocabulary;
using ReportingService.Intake.SubmitReport;

namespace ReportingService.Intake.Pages.SendReport;

/// <summary>
/// The closed list of categories as people look for it: in groups, the commonest first in each. What has no category of its own, a murder
/// or a missing person, is led to the last choice by examples: the words decide, and what they leave open a person at the national desk reads.
/// </summary>
public static class CategoryGroups
{
    /// <summary>The group that ends with "something else".</summary>
    public const string Last = "other";

    private static readonly (string Group, Category[] Categories)[] Known =
    [
        ("people", [Category.DomesticViolence, Category.ChildExploitation, Category.Trafficking, Category.SchoolViolence, Category.HateCrime, Category.ViolenceJournalist, Category.WarCrime]),
        ("things", [Category.Theft, Category.Robbery, Category.TrafficHotspot, Category.Environment, Category.CulturalHeritage]),
        ("crime", [Category.Drugs, Category.IllegalWeapons, Category.OrganisedEconomicCrime, Category.Cybercrime, Category.Border, Category.TerrorismExtremism]),
        ("office", [Category.CorruptionOfficial, Category.PoliceMisconduct]),
    ];

    /// <summary>Every category that can be chosen, once. One that nobody has put into a group yet stands in the last.</summary>
    public static IReadOnlyList<(string Group, IReadOnlyList<Category> Categories)> All { get; } =
    [
        .. Known.Select(group => (group.Group, (IReadOnlyList<Category>)group.Categories)),
        (Last, [.. ReportFields.Choosable.Except(Known.SelectMany(group => group.Categories))]),
    ];

    /// <summary>Categories that people ask for in other words.</summary>
    public static IReadOnlyList<Category> Explained { get; } =
        [Category.DomesticViolence, Category.SchoolViolence, Category.Trafficking, Category.Theft, Category.Robbery, Category.CorruptionOfficial, Category.Cybercrime];
}

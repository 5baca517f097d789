namespace ReportingService.Core.Vocabulary;

/// <summary>What a report is about. Codes are stable; names shown to people are translated.</summary>
public enum Category
{
    Emergency,
    Trafficking,
    ChildExploitation,
    DomesticViolence,
    Drugs,
    CorruptionOfficial,
    PoliceMisconduct,
    TerrorismExtremism,
    OrganisedEconomicCrime,
    IllegalWeapons,
    Robbery,
    Theft,
    HateCrime,
    ViolenceJournalist,
    WarCrime,
    CulturalHeritage,
    SchoolViolence,
    TrafficHotspot,
    Cybercrime,
    Environment,
    Border,
    InformationRequest,
    Spam,
}

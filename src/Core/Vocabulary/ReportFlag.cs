namespace ReportingService.Core.Vocabulary;

/// <summary>A fact about a report that changes who gets it or how soon. Closed set; see the routing data's labels.</summary>
public enum ReportFlag
{
    Child,
    VictimSelf,
    VictimHeld,
    Weapon,
    Explosive,
    InProgress,
    EventDated,
    Threat,
    SubjectIsPolice,
    ExcludedUnitRequested,
    PossibleInsider,
    ConflictOfInterest,
    EvidenceOffered,
    HateCrime,
    Journalist,
    DomesticViolence,
    SafeContactOnly,
    AsksAnonymity,
    ThirdParty,
    Whistleblower,
    InjectionAttempt,
    PiiInText,
}

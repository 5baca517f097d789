namespace ReportingService.Core.Labels;

/// <summary>
/// A detail that the table of routing asks about and that is not a flag of the public vocabulary: it chooses between two
/// units of a category or raises the urgency. Closed set; rules name signs and flags by their codes.
/// </summary>
public enum Sign
{
    /// <summary>Life or limb in danger at this moment.</summary>
    DangerNow,

    /// <summary>Drugs sold on the street, in a park, at a bar.</summary>
    StreetSale,

    /// <summary>A trade or network rather than one person.</summary>
    Trade,

    /// <summary>The same thing happened several times to several people.</summary>
    Series,

    /// <summary>Money was lost by deception.</summary>
    Loss,

    /// <summary>Somebody is hurt.</summary>
    Injury,

    /// <summary>Identity papers were taken from a person.</summary>
    PapersTaken,

    /// <summary>A person is about to be moved or sent away.</summary>
    MovePlanned,

    /// <summary>A protection order was breached.</summary>
    OrderBreached,

    /// <summary>Strangling.</summary>
    Strangling,

    /// <summary>A threat to kill.</summary>
    ThreatToKill,

    /// <summary>Someone is in the hands of police now.</summary>
    InCustody,

    /// <summary>Means for an attack: explosives, weapons, money.</summary>
    Means,

    /// <summary>Leaving for a foreign war.</summary>
    Departure,

    /// <summary>Violence in organised crime: loan sharks, racketeers.</summary>
    Violence,

    /// <summary>Fraud, tax, invoices, money laundering: economic rather than organised crime.</summary>
    Economic,

    /// <summary>Children close to the danger.</summary>
    ChildrenNear,

    /// <summary>The offenders are still near.</summary>
    OffendersNear,

    /// <summary>Somebody follows or stalks the victim.</summary>
    Follower,

    /// <summary>It happened before to the same victim.</summary>
    Repeat,

    /// <summary>Evidence or a witness is about to vanish.</summary>
    Vanishing,

    /// <summary>Digging or looting now.</summary>
    DiggingNow,

    /// <summary>Fire.</summary>
    Fire,

    /// <summary>Poison in water, air or ground.</summary>
    Poison,

    /// <summary>Intimate images.</summary>
    Images,

    /// <summary>A deadline set by an extortioner.</summary>
    Deadline,

    /// <summary>Crossing the border now.</summary>
    CrossingNow,

    /// <summary>It happened today or last night.</summary>
    Recent,

    /// <summary>The writer wants no part of the police to get the report.</summary>
    NoPolice,

    /// <summary>An insider of border or customs is hinted.</summary>
    BorderInsider,

    /// <summary>Raised by the statistical model.</summary>
    ModelRaised,

    /// <summary>A person must look before anything else happens: unsure or contradictory.</summary>
    NeedsPerson,
}

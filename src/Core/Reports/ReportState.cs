namespace ReportingService.Core.Reports;

/// <summary>Where a report stands, as staff and (through the public status) its reporter see it.</summary>
public enum ReportState
{
    /// <summary>Stored and sealed; not yet given to a desk.</summary>
    Received,

    /// <summary>A desk holds the key; nobody has opened it yet.</summary>
    Routed,

    /// <summary>A person has opened it.</summary>
    Opened,

    /// <summary>The unit waits for the reporter's answer.</summary>
    Question,

    /// <summary>The reporter answered, or added words or files; the unit has not read them yet.</summary>
    Answered,

    /// <summary>The unit works on it.</summary>
    Accepted,

    /// <summary>Given to a body outside the police.</summary>
    Referred,

    /// <summary>Ended with an outcome.</summary>
    Closed,

    /// <summary>Ended by the reporter.</summary>
    Withdrawn,
}

namespace ReportingService.Core.Vocabulary;

/// <summary>How soon a person must read a report. Higher is sooner; the order of members is the order of lists.</summary>
public enum Urgency
{
    /// <summary>No police action.</summary>
    None,

    /// <summary>A local problem: next working day.</summary>
    Low,

    /// <summary>Same day.</summary>
    Normal,

    /// <summary>Serious, recent or with evidence: same shift.</summary>
    High,

    /// <summary>Person held, child at risk, weapon, dated plan: read within 15 minutes.</summary>
    Urgent,

    /// <summary>Life or limb in danger now: 192 and 112 are shown and the duty desk is alarmed at once.</summary>
    Emergency,
}

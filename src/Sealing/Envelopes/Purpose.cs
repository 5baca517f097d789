namespace ReportingService.Sealing;

/// <summary>What an envelope is for. Part of the bound data: an envelope sealed for one purpose does not open for another.</summary>
public enum Purpose
{
    /// <summary>The report's text.</summary>
    Text,

    /// <summary>The closed labels of the report.</summary>
    Labels,

    /// <summary>A photo, video or sound (STREAM).</summary>
    Media,

    /// <summary>What a medium is: type, size, what was removed.</summary>
    MediaHeader,

    /// <summary>Something the reporter added later.</summary>
    Followup,

    /// <summary>A note of an officer.</summary>
    Note,

    /// <summary>A message between unit and reporter.</summary>
    Message,

    /// <summary>A case's private key, wrapped to a holder.</summary>
    CaseKey,

    /// <summary>Labels and case key for the router.</summary>
    RouterCase,

    /// <summary>A unit's private keys, wrapped to a member or to recovery.</summary>
    UnitKey,

    /// <summary>An account's private key and TOTP secret in its vault.</summary>
    AccountKey,

    /// <summary>The reasons of a routing decision or hand-over.</summary>
    Decision,

    /// <summary>The answer given at submission, kept for the reporter.</summary>
    Outcome,

    /// <summary>Whom the reporter's later words exclude.</summary>
    Exclusion,
}

namespace ReportingService.Sealing;

/// <summary>Why a stored version of the rules is not used.</summary>
public enum RuleRefusal
{
    /// <summary>It does not follow on the version in force: a number is missing or repeated, or its time lies before or ahead.</summary>
    BrokenChain,

    /// <summary>This process has seen a later version, or another one under this number.</summary>
    RolledBack,

    /// <summary>A custodian did not vouch for author or second person, or no longer.</summary>
    UnknownSigner,

    /// <summary>Author and second person are one.</summary>
    OnePerson,

    /// <summary>The author's or the second person's signature does not fit.</summary>
    BadSignature,

    /// <summary>The Inspectorate's or the helpline's signature is missing or does not fit.</summary>
    BodyMissing,

    /// <summary>Its text does not pass the checks that every rules file passes.</summary>
    NotRules,
}

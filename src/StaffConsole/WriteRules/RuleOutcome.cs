namespace ReportingService.StaffConsole.WriteRules;

/// <summary>What came of a step with a draft. Each has its sentence: <c>staff.rules.outcome.{code}</c>.</summary>
public enum RuleOutcome
{
    Done,

    /// <summary>The draft was changed since the page was shown.</summary>
    Stale,

    /// <summary>The draft is not in the state for this, or not this account's to do it with.</summary>
    NotPossible,

    /// <summary>Longer than rules may be: not kept, and nothing that was kept is lost.</summary>
    TooLarge,

    /// <summary>The text does not pass the checks.</summary>
    Faulty,

    /// <summary>It says the same as the version in force.</summary>
    Same,

    /// <summary>No custodian has vouched for the account's signing key.</summary>
    NoKey,

    /// <summary>Author and second person are one.</summary>
    OnePerson,

    /// <summary>Another version came in force since it was proposed.</summary>
    Behind,

    /// <summary>A body must co-sign first.</summary>
    BodyMissing,

    /// <summary>A signature does not fit.</summary>
    Refused,

    /// <summary>What the database holds is refused: nothing is activated on top of it.</summary>
    Broken,
}

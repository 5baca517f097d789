namespace ReportingService.StaffConsole.GrantAccess;

/// <summary>What came of a "yes".</summary>
public enum AccessGiven
{
    Given,

    /// <summary>Nobody asks any more, or the desk may not have it.</summary>
    Refused,

    /// <summary>Something in the report no longer opens.</summary>
    Altered,
}

namespace ReportingService.StaffConsole.Access;

/// <summary>Which object of the address must be the caller's own. The gate checks it before any page runs.</summary>
public enum Reach
{
    /// <summary>No object.</summary>
    None,

    /// <summary><c>{desk}</c> is a desk the account is assigned to, waiting or active.</summary>
    OwnDesk,

    /// <summary><c>{desk}</c> is a desk the account is an active member of.</summary>
    ActiveDesk,

    /// <summary><c>{id}</c> is a report whose key an active desk of the account holds, and the account has not stepped aside.</summary>
    ReadableReport,

    /// <summary>As <see cref="ReadableReport"/>, through the desk that holds the report, not one it lent access to.</summary>
    HeldReport,
}

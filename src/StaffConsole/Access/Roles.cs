using ReportingService.Data;

namespace ReportingService.StaffConsole.Access;

/// <summary>Who may use a route. Administrators, auditors and rule authors are in no rule that leads to a report.</summary>
[Flags]
public enum Roles
{
    None = 0,
    Officer = 1,
    Operator = 2,
    Supervisor = 4,
    Administrator = 8,
    Auditor = 16,

    /// <summary>Also people who are not signed in.</summary>
    Anyone = 32,

    /// <summary>Those who read reports.</summary>
    Casework = Officer | Operator | Supervisor,

    RuleAuthor = 64,

    /// <summary>Everybody with an account.</summary>
    Staff = Casework | Administrator | Auditor | RuleAuthor,
}

/// <summary>Reads the role of an account.</summary>
public static class RolesOfAccount
{
    /// <summary>The one flag of a role; nothing for a role this console does not know.</summary>
    public static Roles Of(AccountRole role) => role switch
    {
        AccountRole.Officer => Roles.Officer,
        AccountRole.Operator => Roles.Operator,
        AccountRole.Supervisor => Roles.Supervisor,
        AccountRole.Administrator => Roles.Administrator,
        AccountRole.Auditor => Roles.Auditor,
        AccountRole.RuleAuthor => Roles.RuleAuthor,
        _ => Roles.None,
    };
}

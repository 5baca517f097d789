using ReportingService.Data;

namespace ReportingService.StaffConsole.MakeAccounts;

/// <summary>Steps that take keys or access away, and are asked about on a page of their own first.</summary>
public static class AccountStep
{
    public const string Invite = "invite";
    public const string Disable = "disable";
    public const string Remove = "remove";

    /// <summary>Whether a step can be taken with an account in this state: the page offers it only then, and nothing else does it.</summary>
    public static bool Fits(string step, AccountState state) => step switch
    {
        Invite => state != AccountState.Suspended,
        Disable => state == AccountState.Active,
        _ => true,
    };
}

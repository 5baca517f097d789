namespace ReportingService.StaffConsole.MakeAccounts;

/// <summary>Steps that take keys or access away, and are asked about on a page of their own first.</summary>
public static class AccountStep
{
    public const string Invite = "invite";
    public const string Disable = "disable";
    public const string Remove = "remove";
}

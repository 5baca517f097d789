namespace ReportingService.StaffConsole.MakeAccounts;

/// <summary>A one-time link and whom it is for; several made after one another must not be mixed up.</summary>
public sealed record Invitation(string UserName, string Link)
{
    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(Invitation);
}

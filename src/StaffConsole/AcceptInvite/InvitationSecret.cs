namespace ReportingService.StaffConsole.AcceptInvite;

/// <summary>The secret of an invitation as people bring it: the whole link, or what follows its <c>#</c>.</summary>
public static class InvitationSecret
{
    /// <summary>The secret in <paramref name="typed"/>.</summary>
    public static string? In(string? typed) => typed is null ? null : typed[(typed.LastIndexOf('#') + 1)..].Trim();
}

namespace ReportingService.StaffConsole.SignIn;

/// <summary>
/// What was typed, and whether this browser has signed in under the name before. <paramref name="Roots"/>: digits that a custodian gave in
/// person because the console's roots were exchanged on purpose; nearly always empty.
/// </summary>
public sealed record SignInRequest(string UserName, string Passphrase, string Code, bool KnownBrowser, string? Roots = null)
{
    /// <summary>Never the passphrase.</summary>
    public override string ToString() => nameof(SignInRequest);
}

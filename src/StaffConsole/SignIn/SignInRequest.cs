namespace ReportingService.StaffConsole.SignIn;

/// <summary>What was typed, and whether this browser has signed in under the name before.</summary>
public sealed record SignInRequest(string UserName, string Passphrase, string Code, bool KnownBrowser)
{
    /// <summary>Never the passphrase.</summary>
    public override string ToString() => nameof(SignInRequest);
}

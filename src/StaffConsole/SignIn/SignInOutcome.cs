namespace ReportingService.StaffConsole.SignIn;

/// <summary>What came of an attempt to sign in.</summary>
public abstract record SignInOutcome
{
    private SignInOutcome()
    {
    }

    /// <summary>The session is ready. <paramref name="Language"/> is the one its owner chose, or empty.</summary>
    public sealed record SignedIn(UnlockedSession Session, string Language) : SignInOutcome;

    /// <summary>Name, passphrase or code is wrong; nobody is told which. <c>Altered</c>, for the audit log: what in the row is not the account's own.</summary>
    public sealed record Refused(Guid? Account, string Altered = "") : SignInOutcome;

    /// <summary>Too many attempts under this name.</summary>
    public sealed record MustWait(TimeSpan For) : SignInOutcome;

    /// <summary>Too many people sign in at this moment.</summary>
    public sealed record Busy : SignInOutcome;
}

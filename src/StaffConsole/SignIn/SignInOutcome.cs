namespace ReportingService.StaffConsole.SignIn;

/// <summary>What came of an attempt to sign in.</summary>
public abstract record SignInOutcome
{
    private SignInOutcome()
    {
    }

    /// <summary>The session is ready. <paramref name="Language"/> is the one its owner chose, or empty.</summary>
    public sealed record SignedIn(UnlockedSession Session, string Language) : SignInOutcome;

    /// <summary>Name, passphrase or code is wrong; nobody is told which. <c>Why</c>, for the audit log: what in the row is not the account's own.</summary>
    public sealed record Refused(Guid? Account, string Why = "") : SignInOutcome;

    /// <summary>All three are right, but the code was used before: the next one will do. Told only to who has proven the passphrase.</summary>
    public sealed record CodeUsed(Guid Account) : SignInOutcome;

    /// <summary>
    /// All three are right, but the console runs with other roots than those the account was made with: nothing may be opened or sealed.
    /// <c>Differ</c>: digits were typed, and they are not those of the roots it runs with.
    /// </summary>
    public sealed record TrustChanged(Guid Account, bool Differ) : SignInOutcome;

    /// <summary>Too many attempts under this name.</summary>
    public sealed record MustWait(TimeSpan For) : SignInOutcome;

    /// <summary>Too many people sign in at this moment.</summary>
    public sealed record Busy : SignInOutcome;
}

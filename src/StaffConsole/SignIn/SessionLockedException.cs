namespace ReportingService.StaffConsole.SignIn;

/// <summary>The session's key was zeroed while a request was using it: the request ends at the sign-in page.</summary>
public sealed class SessionLockedException() : InvalidOperationException("The session is locked.");

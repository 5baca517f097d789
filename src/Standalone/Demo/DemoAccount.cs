namespace ReportingService.Standalone.Demo;

/// <summary>A row of <c>demo-accounts.json</c>. Only a demonstration ever writes a passphrase down.</summary>
internal sealed record DemoAccount(string User, string Passphrase, string TotpSecret, IReadOnlyList<string> Desks, string Role);

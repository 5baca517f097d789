namespace ReportingService.StaffConsole.Keys;

/// <summary>Somebody whom the rows name as a reading member when a desk's key is renewed.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="UserName">What the row calls them.</param>
/// <param name="Fingerprint">Of the public key in the row; null when there is none that can be read.</param>
/// <param name="Proven">Whether a holder of the desk's newest key admitted exactly this account with exactly this key. Others never get the next key.</param>
public sealed record RenewalMember(Guid AccountId, string UserName, string? Fingerprint, bool Proven);
